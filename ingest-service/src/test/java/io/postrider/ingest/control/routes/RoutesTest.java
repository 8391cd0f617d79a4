package io.postrider.ingest.control.routes;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class RoutesTest {
    private static final String REPORT =
            "{\"breaker\":\"open\",\"why\":\"connection refused\",\"accepted\":17,\"depth\":{\"a\":[1]}}";

    @BeforeEach
    void nobodyReports() {
        Books.change("delete from route_report");
        Books.change("delete from route_suspension");
        Books.change("delete from route_hold");
        Books.change("delete from throttle");
    }

    @Test
    void withoutSendersThereAreNoRoutes() {
        Api.Answer answer = Api.get("/v1/routes");
        assertEquals(200, answer.status());
        assertEquals("{\"routes\":[]}", answer.body().toString());
    }

    @Test
    void allSendersViewsOfARouteAreInOneAnswer() {
        report("sender-1", "relay-a");
        report("sender-2", "relay-a");
        report("sender-1", "relay-b");
        JsonNode routes = Api.get("/v1/routes").body().get("routes");
        assertEquals(2, routes.size());
        JsonNode first = routes.get(0);
        assertEquals("relay-a", first.get("name").asText());
        assertNull(first.get("suspended"));
        assertEquals(2, first.get("senders").size());
        JsonNode sender = first.get("senders").get(0);
        assertEquals("sender-1", sender.get("sender").asText());
        assertTrue(sender.get("at").asText().endsWith("Z"), sender.toString());
        assertEquals("open", sender.get("breaker").asText());
        assertEquals(17, sender.get("accepted").asInt());
        assertEquals(1, sender.at("/depth/a/0").asInt());
    }

    @Test
    void aSenderThatIsSilentForFifteenSecondsIsGone() {
        report("sender-2", "relay-a", 16);
        report("sender-2", "relay-b", 16);
        assertEquals(0, Api.get("/v1/routes").body().get("routes").size());
        // The answer comes within that last second, sooner or later.
        await().untilAsserted(() -> {
            Books.change("delete from route_report where sender = 'sender-1'");
            report("sender-1", "relay-a", 14);
            JsonNode routes = Api.get("/v1/routes").body().get("routes");
            assertEquals(1, routes.size());
            assertEquals(1, routes.get(0).get("senders").size());
        });
    }

    @Test
    void throttlesOfARouteAreWithIt() {
        report("sender-1", "direct");
        for (String name : List.of("direct", "direct/gmail", "direct-2/gmail", "gone")) {
            Books.change(
                    "insert into throttle (name, next_at, line_at, urgent_at, urgent_line_at, factor, adjusted_at, day,"
                            + " day_mails) values (?, '2026-03-02T09:00:00Z', now(), now(), now(), 0.25, now(),"
                            + " '2026-03-02', 40)",
                    name);
        }
        JsonNode throttles = Api.get("/v1/routes").body().at("/routes/0/throttles");
        assertEquals(2, throttles.size());
        assertNull(throttles.get(0).get("site"));
        JsonNode site = throttles.get(1);
        assertEquals("gmail", site.get("site").asText());
        assertEquals(0.25, site.get("factor").asDouble());
        assertEquals("2026-03-02T09:00:00Z", site.get("next_at").asText());
        assertEquals("2026-03-02", site.get("day").asText());
        assertEquals(40, site.get("day_mails").asInt());
    }

    @Test
    void aRouteIsSuspendedAndResumed() {
        report("sender-1", "relay-a");
        Api.Answer suspended = Api.post("/v1/routes/relay-a/suspend", "{\"reason\": \"block list\"}");
        assertEquals(200, suspended.status());
        assertEquals("block list", suspended.body().at("/suspended/reason").asText());
        assertEquals(suspended.body(), Api.get("/v1/routes").body().at("/routes/0"));
        assertEquals(1, Books.count("select count(*) from route_suspension where route = 'relay-a'"));

        String since = suspended.body().at("/suspended/since").asText();
        Api.Answer again = Api.post("/v1/routes/relay-a/suspend", "{\"reason\": \"still\"}");
        assertEquals("still", again.body().at("/suspended/reason").asText());
        assertEquals(since, again.body().at("/suspended/since").asText());

        Api.Answer resumed = Api.post("/v1/routes/relay-a/resume", "");
        assertEquals(200, resumed.status());
        assertNull(resumed.body().get("suspended"));
        assertEquals(0, Books.count("select count(*) from route_suspension"));
        assertEquals(200, Api.post("/v1/routes/relay-a/resume", "").status(), "once more changes nothing");
    }

    @Test
    void whatSendersSuspendedIsShownAndResumed() {
        report("sender-1", "relay-a");
        Books.change(
                "insert into route_suspension (route, reason, origin) values ('relay-a', 'relay denied', 'refusals')");
        Books.change(
                "insert into route_hold (route, from_domain, reason) values ('relay-a', 'shop.example', 'sender')");
        Books.change("insert into route_hold (route, site, reason) values ('relay-a', 'gmail', 'block list')");
        Books.change("insert into route_hold (route, site, reason) values ('relay-b', 'gmail', 'block list')");
        JsonNode route = Api.get("/v1/routes").body().at("/routes/0");
        assertEquals("refusals", route.at("/suspended/origin").asText());
        assertEquals(2, route.get("held").size());
        assertEquals("shop.example", route.at("/held/0/from_domain").asText());
        assertNull(route.at("/held/0").get("site"));
        assertEquals("gmail", route.at("/held/1/site").asText());

        Api.Answer taken = Api.post("/v1/routes/relay-a/suspend", "{\"reason\": \"we know\"}");
        assertEquals("api", taken.body().at("/suspended/origin").asText());
        Api.Answer resumed = Api.post("/v1/routes/relay-a/resume", "");
        assertNull(resumed.body().get("suspended"));
        assertEquals(0, resumed.body().get("held").size());
        assertEquals(1, Books.count("select count(*) from route_hold"), "that of the other route");
    }

    @Test
    void noBodyIsNeeded() {
        report("sender-1", "relay-a");
        Api.Answer answer = Api.send(Api.request("/v1/routes/relay-a/suspend")
                .POST(BodyPublishers.noBody())
                .build());
        assertEquals(200, answer.status());
        assertEquals(
                "suspended through the API",
                answer.body().at("/suspended/reason").asText());
        assertEquals(
                200,
                Api.send(Api.request("/v1/routes/relay-a/resume")
                                .POST(BodyPublishers.noBody())
                                .build())
                        .status());
    }

    @Test
    void aRouteThatNobodyKnowsIs404() {
        report("sender-1", "relay-a");
        assertEquals(404, Api.post("/v1/routes/relay-x/suspend", "").status());
        assertEquals(404, Api.post("/v1/routes/relay-x/resume", "").status());
        assertEquals(404, Api.post("/v1/routes/Relay%20a/suspend", "").status());
        assertEquals(0, Books.count("select count(*) from route_suspension"));
    }

    @Test
    void withoutSendersASuspensionIsTakenOnTrust() {
        Api.Answer answer = Api.post("/v1/routes/relay-x/suspend", "{}");
        assertEquals(200, answer.status());
        assertEquals(0, answer.body().get("senders").size());
        assertEquals(
                "relay-x", Api.get("/v1/routes").body().at("/routes/0/name").asText());
        assertEquals(200, Api.post("/v1/routes/relay-x/resume", "").status());
        assertEquals(404, Api.post("/v1/routes/relay-x/resume", "").status());
    }

    @Test
    void faultyBodiesAreRefusedWithTheirFaults() {
        report("sender-1", "relay-a");
        String path = "/v1/routes/relay-a/suspend";
        assertEquals(400, Api.post(path, "{").status());
        for (String body : List.of(
                "[]",
                "1",
                "{\"reason\": 1}",
                "{\"reason\": \"\"}",
                "{\"reason\": \"a\\u0000b\"}",
                "{\"why\": \"x\"}",
                "{\"reason\": \"" + "x".repeat(201) + "\"}")) {
            Api.Answer answer = Api.post(path, body);
            assertEquals(422, answer.status(), body);
            assertTrue(answer.body().get("errors").size() >= 1, body);
        }
        assertEquals(0, Books.count("select count(*) from route_suspension"));
    }

    @Test
    void otherMethodsAndMissingKeysAreRefused() {
        Api.Answer answer = Api.get("/v1/routes/relay-a/suspend");
        assertEquals(405, answer.status());
        assertEquals("POST", answer.header("Allow"));
        assertEquals(401, Api.send(Api.unsigned("/v1/routes").build()).status());
    }

    /** Of a moment that has not come yet, so that it does not grow old while a test runs. */
    private static void report(String sender, String route) {
        report(sender, route, -3600);
    }

    private static void report(String sender, String route, int secondsAgo) {
        Books.change(
                "insert into route_report values (?, ?, now() - make_interval(secs => ?), ?::jsonb)",
                sender,
                route,
                secondsAgo,
                REPORT);
    }
}
