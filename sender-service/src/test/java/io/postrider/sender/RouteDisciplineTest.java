package io.postrider.sender;

import static io.postrider.sender.Fixture.CONTENT;
import static io.postrider.sender.Fixture.MAILS;
import static io.postrider.sender.Fixture.SINK;
import static io.postrider.sender.Fixture.becomes;
import static io.postrider.sender.Fixture.events;
import static io.postrider.sender.Fixture.nextPostponed;
import static io.postrider.sender.Fixture.publish;
import static io.postrider.sender.Fixture.routed;
import static io.postrider.sender.Fixture.takeDue;
import static io.postrider.sender.Management.given;
import static io.postrider.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.postrider.local.TestMessages;
import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.Script;
import io.postrider.store.deliveries.State;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes that fail, are suspended or have limits. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class RouteDisciplineTest {
    @ConfigProperty(name = "postrider.routes.file")
    Path routesFile;

    @BeforeEach
    void nothingIsLeft() {
        SINK.script(Script.acceptAll());
        MAILS.clear();
    }

    private static Batch campaign(int recipients, String... routes) throws Exception {
        String[] emails =
                IntStream.range(0, recipients).mapToObj(n -> n + "@gmail.com").toArray(String[]::new);
        return routed(TestMessages.accept(Lane.BULK, CONTENT, emails), routes);
    }

    private static Batch at(String site, Batch batch) {
        return new Batch(
                batch.id(), batch.message(), batch.attempt(), site, batch.routes(), batch.turn(), batch.recipients());
    }

    private static void metric(String name) {
        await().untilAsserted(() -> given().get("/q/metrics").then().body(containsString(name)));
    }

    @Test
    void aRouteThatFailsIsLeftAloneAndCostsNoAttempt() throws Exception {
        Batch batch = campaign(40, "nowhere");
        publish(batch);
        await().untilAsserted(() -> given().get("/q/health/ready")
                .then()
                .body(containsString("breaker open"), containsString("no connection to")));
        metric("postrider_sender_breaker{route=\"nowhere\"} 2.0");
        Batch back = nextPostponed(batch);
        assertEquals(1, back.attempt());
        assertEquals(40, back.recipients().size());
        becomes(batch, 39, State.DEFERRED);
        assertEquals(40, events(batch, "type = 2 and attempt = 0"));
        Batch next = campaign(10, "nowhere", "relay");
        publish(next);
        becomes(next, 9, State.DELIVERED);
        assertEquals(10, events(next, "type = 10 and route = 'relay' and attempt = 1"));
        await().until(() -> TestMessages.number("select count(*) from route_report where route = 'nowhere'"
                        + " and report ->> 'breaker' in ('open', 'half_open') and report ->> 'why' like '%refused%'")
                > 0);
    }

    @Test
    void aRouteThatIsRemovedWhileItIsLeftAloneIsNoAlarm() throws Exception {
        String routes = Files.readString(routesFile);
        publish(campaign(40, "nowhere"));
        metric("postrider_sender_breaker{route=\"nowhere\"} 2.0");
        try {
            write(routes.lines().filter(line -> !line.contains("nowhere")).collect(Collectors.joining("\n")));
            metric("postrider_sender_breaker{route=\"nowhere\"} 0.0");
        } finally {
            write(routes);
            await().untilAsserted(() -> given().get("/q/health/ready").then().body(containsString("nowhere")));
        }
    }

    /** At once: the service reads it at any moment. */
    private void write(String routes) throws IOException {
        Path next = Files.writeString(routesFile.resolveSibling(routesFile.getFileName() + ".next"), routes);
        Files.move(next, routesFile, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aSuspendedRouteKeepsItsMailUntilItIsResumed() throws Exception {
        try {
            suspend();
            Batch batch = campaign(3, "relay");
            publish(batch);
            Batch back = nextPostponed(batch);
            assertEquals(batch.recipients(), back.recipients());
            assertEquals(3, events(batch, "type = 2 and attempt = 0 and reply like '%suspended: maintenance'"));
            assertEquals(0, MAILS.size());
            resume();
            publish(routed(back, "relay"));
            becomes(batch, 2, State.DELIVERED);
            await().untilAsserted(() -> assertEquals(3, events(batch, "type = 10 and attempt = 1")));
        } finally {
            TestMessages.execute("delete from route_suspension");
        }
    }

    @Test
    void severalPausesCostNoAttemptAndMailNobodyTwice() throws Exception {
        Batch batch = campaign(3, "relay");
        Batch next = batch;
        try {
            for (int pause = 0; pause < 3; pause++) {
                suspend();
                publish(next);
                Batch back = nextPostponed(batch);
                assertEquals(batch.recipients(), back.recipients());
                resume();
                next = routed(back, "relay");
            }
            publish(next);
            becomes(batch, 2, State.DELIVERED);
            await().untilAsserted(() -> assertEquals(3, events(batch, "type = 10 and attempt = 1")));
            assertEquals(3, MAILS.size());
        } finally {
            TestMessages.execute("delete from route_suspension");
        }
    }

    private static void suspend() throws SQLException {
        TestMessages.execute("insert into route_suspension (route, reason) values ('relay', 'maintenance')");
        await().untilAsserted(() ->
                given().get("/q/health/ready").then().body(containsString("route relay is suspended: maintenance")));
    }

    private static void resume() throws SQLException {
        TestMessages.execute("delete from route_suspension");
        await().untilAsserted(() ->
                given().get("/q/health/ready").then().body(org.hamcrest.Matchers.not(containsString("is suspended"))));
    }

    /**
     * Sends what was postponed of these messages to the sender again, as dispatch and the router do.
     *
     * @param routes by message
     */
    private static void route(int mails, String site, Map<UUID, String> routes) {
        await().until(() -> {
            for (Map.Entry<UUID, String> one : routes.entrySet()) {
                takeDue(one.getKey())
                        .map(back -> back.routed(site, List.of(one.getValue()), back.recipients(), back.recipients()))
                        .ifPresent(back -> publish(at(site, back)));
            }
            return MAILS.size() >= mails;
        });
    }

    @Test
    void theRateOfARouteHoldsForEachMailAndNoPlaceIsBookedInVain() throws Exception {
        double before = booked();
        Instant begun = Instant.now();
        Batch first = campaign(150, "slow");
        Batch second = campaign(150, "slow");
        publish(first);
        publish(second);
        Batch unlimited = campaign(50, "relay");
        publish(unlimited);
        route(
                350,
                null,
                Map.of(
                        first.message().id(), "slow",
                        second.message().id(), "slow",
                        unlimited.message().id(), "relay"));
        List<Instant> arrivals = MAILS.stream().map(ReceivedMail::at).sorted().toList();
        for (int n = 50; n < 350; n++) {
            // None before its place, with the 50 that have no rate before it.
            Instant soonest = begun.plusMillis((n - 50) * 20L);
            assertFalse(arrivals.get(n).isBefore(soonest), "mail %d came at %s".formatted(n, arrivals.get(n)));
        }
        assertEquals(300, booked() - before);
    }

    private static double booked() {
        return Stream.of(given().get("/q/metrics").asString().split("\n"))
                .filter(line -> line.startsWith("postrider_sender_booked_total{") && line.contains("route=\"slow\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void aProviderThatAsksForLessGetsLess() throws Exception {
        SINK.script(Script.refuseRecipient(
                        "@gmail", 421, "4.7.28 Our system has detected an unusual rate of mail. Slow down.")
                .firstTimes(1));
        Batch batch = at("gmail", campaign(20, "shaped"));
        publish(batch);
        await().until(() ->
                TestMessages.number("select count(*) from throttle where name = 'shaped/gmail' and factor = 0.5") == 1);
        metric("postrider_sender_rate_factor{limit=\"shaped/gmail\"} 0.5");
        route(20, "gmail", Map.of(batch.message().id(), "shaped"));
        becomes(batch, 0, State.DELIVERED);
    }

    @Test
    void whatARefusalMeansIsCountedAndAHardBounceSuppresses() throws Exception {
        SINK.script(Script.refuseRecipient(
                "0@gmail", 550, "5.1.1 The email account that you tried to reach does not exist"));
        Batch batch = campaign(2, "relay");
        publish(batch);
        becomes(batch, 0, State.BOUNCED);
        assertEquals(
                1,
                TestMessages.number("select count(*) from suppression where email = '0@gmail.com'"
                        + " and reason = 'bad_mailbox' and origin = 'bounce'"));
        metric("postrider_sender_refusals_total{category=\"bad_mailbox\",permanence=\"permanent\",route=\"relay\"}");
    }
}
