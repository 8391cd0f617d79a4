package io.postrider.ingest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.OpenApi;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** The root leads to the documentation, for people and for programs. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class LandingTest {
    @Test
    void aBrowserGetsAPageWithLinks() throws Exception {
        HttpRequest call = Api.unsigned("/")
                .header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .build();
        HttpResponse<String> page = HttpClient.newHttpClient().send(call, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, page.statusCode());
        assertEquals(
                "text/html;charset=UTF-8",
                page.headers().firstValue("Content-Type").orElse(""));
        assertTrue(page.body().contains("<a href=\"/openapi.yaml\">"), page.body());
        String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
        assertTrue(policy.startsWith("default-src 'none'"), policy);
    }

    @Test
    void everybodyElseGetsJson() {
        for (String accept : new String[] {null, "*/*", "application/json"}) {
            Api.Answer links = root(accept);
            assertEquals(200, links.status(), accept);
            assertEquals("application/json", links.header("Content-Type"), accept);
            assertEquals("/openapi.yaml", links.body().get("openapi").asText());
        }
    }

    /** The running service finds the files of all features. */
    @Test
    void theOpenApiDocumentIsThatOfAllFeatures() throws Exception {
        HttpResponse<String> document = HttpClient.newHttpClient()
                .send(Api.unsigned("/openapi.yaml").build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(
                "application/yaml;charset=UTF-8",
                document.headers().firstValue("Content-Type").orElse(""));
        assertEquals(OpenApi.DOCUMENT, OpenApi.parsed(document.body()));
    }

    private static Api.Answer root(String accept) {
        var call = Api.unsigned("/");
        return Api.send((accept == null ? call : call.header("Accept", accept)).build());
    }
}
