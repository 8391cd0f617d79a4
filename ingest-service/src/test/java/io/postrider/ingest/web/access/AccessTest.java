package io.postrider.ingest.web.access;

import static io.postrider.testing.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Endpoints;
import io.postrider.ingest.api.Endpoints.Endpoint;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.RawCall;
import io.postrider.ingest.api.Spellings;
import io.postrider.ingest.api.Spellings.Spelling;
import io.postrider.ingest.web.ApiScope;
import io.postrider.testing.ManagementPort;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Whatever a request looks like, without a key with the right scope it reaches nothing but what is public. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class AccessTest {
    /** All that is answered without a key. Who adds to it opens a door to everybody. */
    private static final Set<String> PUBLIC = Set.of("/", "/openapi.yaml");

    private static final Set<String> PUBLIC_METHODS = Set.of("GET", "HEAD");

    /** Not authenticated, or not even understood. */
    private static final Set<Integer> NOBODY = Set.of(400, 401, 501);

    @Inject
    Router router;

    @Test
    void theTableHasAllResources() {
        Set<String> paths = Endpoints.resources().stream().map(Endpoint::path).collect(Collectors.toSet());
        assertTrue(
                paths.containsAll(Set.of(
                        "/",
                        "/openapi.yaml",
                        "/v1/messages",
                        "/v1/messages/batch",
                        "/v1/messages/No_Such",
                        "/v1/messages/No_Such/events",
                        "/v1/routes/No_Such/suspend",
                        "/v1/dead-letters/No_Such/replay",
                        "/v1/audit",
                        "/v1/refill",
                        "/v1/suppressions",
                        "/v1/suppressions/No_Such",
                        "/v1/suppressions/import",
                        "/v1/suppressions/removals")),
                paths.toString());
        assertTrue(Spellings.of("GET", "/v1/audit").size() > 80);
    }

    @Test
    void onlyThePublicPathsAnswerWithoutAKey() {
        Set<String> open = new TreeSet<>();
        for (Endpoint endpoint : Endpoints.all(router)) {
            if (status(endpoint, null) < 400) {
                open.add(endpoint.method() + " " + endpoint.path());
            }
        }
        assertEquals(Set.of("GET /", "GET /openapi.yaml"), open);
    }

    @Test
    void noSpellingIsServedWithoutAKey() {
        assertEquals("", served(null));
    }

    @Test
    void noSpellingIsServedWithAWrongKey() {
        assertEquals("", served("key-of-the-wrong"));
    }

    private String served(String key) {
        List<String> served = new ArrayList<>();
        for (Endpoint endpoint : Endpoints.all(router)) {
            if (PUBLIC.contains(endpoint.path()) && PUBLIC_METHODS.contains(endpoint.method())) {
                continue;
            }
            for (Spelling spelling : Spellings.of(endpoint.method(), endpoint.path())) {
                int status = status(spelling, key);
                if (!NOBODY.contains(status) && !(status == 404 && spelling.isNoTarget())) {
                    served.add(status + " " + spelling);
                }
            }
        }
        return String.join("\n", served);
    }

    @Test
    void theRightKeyIsTakenWhateverThePathIs() {
        List<String> refused = new ArrayList<>();
        for (Endpoint endpoint : Endpoints.all(router)) {
            for (Spelling spelling : Spellings.of(endpoint.method(), endpoint.path())) {
                int status = status(spelling, Neighbours.API_KEY);
                if (status == 401 || status == 403 || status >= 500 && status != 501) {
                    refused.add(status + " " + spelling);
                }
            }
        }
        assertEquals("", String.join("\n", refused));
    }

    /** Each call takes the keys of one scope, and no spelling of its path takes the keys of others. */
    @Test
    void noSpellingIsServedWithoutTheScope() {
        List<String> served = new ArrayList<>();
        for (Endpoint endpoint : Endpoints.resources()) {
            if (PUBLIC.contains(endpoint.path())) {
                continue;
            }
            Map<Boolean, List<String>> keys = Neighbours.KEY_OF_SCOPE.values().stream()
                    .collect(Collectors.partitioningBy(key -> status(endpoint, key) == 403));
            assertEquals(1, keys.get(false).size(), endpoint.toString());
            // HEAD is among the spellings, and reading a path may need another scope than changing what is there.
            Endpoint read = new Endpoint("GET", endpoint.path());
            String denied = keys.get(true).stream()
                    .filter(key -> Set.of(403, 404, 405).contains(status(read, key)))
                    .findFirst()
                    .orElseThrow();
            for (Spelling spelling : Spellings.of(endpoint.method(), endpoint.path())) {
                int status = status(spelling, denied);
                // 405 is of the framework, and so is the answer to OPTIONS: no resource is behind them.
                boolean answered = status < 400 && !spelling.line().startsWith("OPTIONS ");
                if (answered || status >= 500 && status != 501 || status == 422) {
                    served.add(status + " " + spelling);
                }
            }
        }
        assertEquals("", String.join("\n", served));
    }

    @Test
    void theAnswerNamesTheScopeThatIsMissing() {
        Api.Answer answer = Api.send(Api.unsigned("/v1/audit")
                .header("Authorization", "Bearer " + Neighbours.KEY_OF_SCOPE.get(ApiScope.SEND))
                .build());
        assertEquals(403, answer.status());
        assertEquals(
                "urn:postrider:problem:forbidden", answer.body().get("type").asText());
        assertEquals(
                "Use a key with the scope \"operate\".",
                answer.body().get("detail").asText());
        assertEquals(
                "Bearer realm=\"postrider\", error=\"insufficient_scope\", scope=\"operate\"",
                answer.header("WWW-Authenticate"));
    }

    @Test
    void whatTheFrameworkCouldServeIsNotThere() {
        for (String path : List.of(
                "/q/health",
                "/q/health/live",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui",
                "/q/dev",
                "/q/dev-ui",
                "/q/arc/beans",
                "/q/info",
                "/q/flyway",
                "/q/logging-manager",
                "/index.html",
                "/META-INF/openapi.yaml",
                "/favicon.ico")) {
            Spelling get = new Spelling("GET " + path, "HTTP/1.1", "");
            assertEquals(401, status(get, null), path);
            assertEquals(404, status(get, Neighbours.API_KEY), path);
        }
    }

    @Test
    void theManagementPortHasHealthAndMetricsAndNothingElse() {
        URI management = URI.create(ConfigProvider.getConfig().getValue("test.management.url", String.class));
        assertEquals(List.of(), ManagementPort.faults(management));
    }

    @Test
    void otherFormsOfATargetAreRefused() {
        for (String line :
                List.of("OPTIONS *", "CONNECT localhost:80", "GET *", "PRI *", "GET v1/audit", "GET http:")) {
            int status = status(new Spelling(line, "HTTP/1.1", ""), null);
            assertTrue(NOBODY.contains(status) || status == 404 || status == 0, line + ": " + status);
        }
    }

    @Test
    void thereIsNoHttp2() {
        String preface = RawCall.exchangeAll("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(ISO_8859_1));
        assertTrue(preface.isEmpty() || preface.startsWith("HTTP/"), preface);
        String upgrade = RawCall.exchange(("GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n"
                        + "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")
                .getBytes(ISO_8859_1));
        assertTrue(upgrade.startsWith("HTTP/1.1 200 "), upgrade);
    }

    /** The client asks before it sends the body: it gets the refusal in the place of "100 Continue". */
    @Test
    void noBodyIsAskedForBeforeTheKeyIsKnown() {
        for (String fields : List.of("", "Authorization: Bearer key-of-the-wrong\r\n")) {
            try (RawCall call = new RawCall()) {
                call.write("POST /v1/messages HTTP/1.1\r\nHost: localhost\r\n" + fields
                        + "Content-Type: application/json\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n");
                assertTrue(call.head().startsWith("HTTP/1.1 401 "), fields);
            }
        }
    }

    /** A stranger could make a time series for each path, and write an address into it. */
    @Test
    void wordsOfStrangersAreNoTags() {
        status(new Spelling("BREW /v1/ann@mail.example", "HTTP/1.1", ""), null);
        await().until(() -> Api.metric("http_server_requests_seconds_count{method=\"OTHER\"") > 0);
        assertEquals(0, Api.metric("http_server_requests_seconds_count{method=\"BREW\""));
        assertEquals(
                0,
                Api.metric(
                        "http_server_requests_seconds_count{method=\"GET\",outcome=\"CLIENT_ERROR\",status=\"401\",uri=\"/"));
    }

    /** With a key as well: the path of a call that no resource serves is not a template. */
    @Test
    void pathsThatNoResourceTakesAreNoTags() {
        for (String method : List.of("PUT", "OPTIONS")) {
            for (String path : List.of("/v1/routes/ann%40mail.example", "/v1/messages")) {
                status(new Spelling(method + " " + path, "HTTP/1.1", ""), Neighbours.API_KEY);
            }
        }
        await().until(() -> Api.metric("http_server_requests_seconds_count{method=\"OPTIONS\"") > 0);
        await().until(() -> Api.metric("http_server_requests_seconds_count{method=\"PUT\"") > 0);
        assertEquals(0, Api.metric("http_server_requests_seconds", "mail.example"));
    }

    @Test
    void anAddressInAPathIsNoTag() {
        status(new Spelling("DELETE /v1/suppressions/nobody%40metric.example", "HTTP/1.1", ""), Neighbours.API_KEY);
        await().until(() -> Api.metric("http_server_requests_seconds_count{method=\"DELETE\"") > 0);
        assertEquals(0, Api.metric("http_server_requests_seconds", "metric.example"));
    }

    @Test
    void everyAnswerSaysThatItIsNotToBeKeptNorGuessedAt() {
        for (Api.Answer answer : List.of(
                Api.get("/"),
                Api.get("/v1/routes"),
                Api.get("/v1/none"),
                Api.send(Api.unsigned("/v1/routes").build()),
                Api.post("/v1/messages", "{}"))) {
            assertEquals("nosniff", answer.header("X-Content-Type-Options"), answer.toString());
            assertEquals("no-store", answer.header("Cache-Control"), answer.toString());
            assertEquals(null, answer.header("Access-Control-Allow-Origin"), answer.toString());
        }
    }

    private static int status(Endpoint endpoint, String key) {
        return status(new Spelling(endpoint.method() + " " + endpoint.path(), "HTTP/1.1", ""), key);
    }

    private static int status(Spelling spelling, String key) {
        String authorization = key == null ? "" : "Authorization: Bearer " + key + "\r\n";
        String request = spelling.line() + " " + spelling.version() + "\r\nHost: localhost\r\nConnection: close\r\n"
                + authorization + spelling.fields() + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        return RawCall.status(RawCall.exchange(request.getBytes(ISO_8859_1)));
    }
}
