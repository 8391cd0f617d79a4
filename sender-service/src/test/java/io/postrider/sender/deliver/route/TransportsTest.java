package io.postrider.sender.deliver.route;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.postrider.neighbours.smtp.SmtpSink.Settings;
import io.postrider.routing.Route;
import io.postrider.routing.RouteOptions;
import io.postrider.routing.SmtpRoute;
import io.postrider.sender.deliver.Relay;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.deliver.WithSink;
import io.postrider.sender.deliver.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransportsTest extends WithSink {
    private Transports transports;

    private Transport start() {
        server(Settings.PLAIN);
        transports = new Transports(vertx, Relay.settings(patience), null, null, route -> null, BOUND);
        transports.update(List.of(Relay.to(sink.port())));
        return relay();
    }

    private Transport relay() {
        return transports.of("relay").orElseThrow().transport();
    }

    @Test
    void routeWhoseWeightOrMatchChangesKeepsItsConnections() {
        Transport before = start();
        SmtpRoute route = Relay.to(sink.port());
        Route.Match match = new Route.Match(Set.of("shop.example"), Set.of(), Set.of());
        RouteOptions options =
                new RouteOptions(route.name(), 7, match, route.shaping(), route.siteLimits(), route.suspended());

        transports.update(
                List.of(new SmtpRoute(options, route.host(), route.port(), route.tls(), route.credentials())));

        assertSame(before, relay());
        assertAccepted(deliver(before, TestMails.to("ann@mail.example")));
    }

    @Test
    void routeThatChangesGetsNewConnectionsAndTheOldOnesEnd() {
        Transport before = start();
        assertAccepted(deliver(before, TestMails.to("ann@mail.example")));

        transports.update(List.of(Relay.to(sink.port(), 12)));

        Transport after = relay();
        assertNotSame(before, after);
        assertAccepted(deliver(after, TestMails.to("bob@mail.example")));
        await().until(() -> sink.connections() == 1);
        unreachable(deliver(before, TestMails.to("eve@mail.example")));
        transports.close(Duration.ofSeconds(1)).await().atMost(BOUND);
        await().until(() -> sink.connections() == 0);
    }

    @Test
    void routeThatIsGoneHasNoTransport() {
        Transport before = start();

        transports.update(List.of());

        assertEquals(Optional.empty(), transports.of("relay"));
        assertEquals(0, transports.all().size());
        unreachable(deliver(before, TestMails.to("ann@mail.example")));
    }
}
