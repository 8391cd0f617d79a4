package io.postrider.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.mail.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    @TempDir
    Path folder;

    private RouteTable table(String yaml) throws IOException {
        return new RouteTable(Files.writeString(folder.resolve("routes.yaml"), yaml), Optional.empty());
    }

    private static List<String> taking(RouteTable table, String domain) {
        return table.routes().stream()
                .filter(route -> route.takes("shop.example", domain, Lane.BULK))
                .map(Route::name)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", match: {recipient_domains: [other.example]}",
                ", match: {recipient_domains: [test.postrider.invalid, mail.example]}",
                ", suspended: true"
            })
    void testAddressesHaveOneRouteWhateverTheFileSays(String settings) throws IOException {
        RouteTable table = table("routes: [{name: relay, host: relay.example%s}]".formatted(settings));
        assertEquals(List.of("test.postrider.invalid"), taking(table, "test.postrider.invalid"));
    }

    @Test
    void theirRouteTakesNothingElseAndIsNotOneOfTheFile() throws IOException {
        RouteTable table = table("routes: [{name: relay, host: relay.example}]");
        for (String domain : List.of("mail.example", "x.test.postrider.invalid", "postrider.invalid")) {
            assertEquals(List.of("relay"), taking(table, domain));
        }
        assertEquals(List.of("relay"), table.names());
    }
}
