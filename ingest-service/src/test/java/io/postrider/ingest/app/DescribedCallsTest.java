package io.postrider.ingest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.ingest.api.Endpoints;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.OpenApi;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A generated client has the calls that the OpenAPI document has: all of those that are there. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class DescribedCallsTest {
    @Test
    void everyCallIsDescribed() {
        List<String> missing = Endpoints.resources().stream()
                .filter(endpoint -> endpoint.path().startsWith("/v1/"))
                .filter(endpoint -> !OpenApi.describes(endpoint.method(), endpoint.path()))
                .map(endpoint -> endpoint.method() + " " + endpoint.path())
                .toList();
        assertEquals(List.of(), missing);
    }
}
