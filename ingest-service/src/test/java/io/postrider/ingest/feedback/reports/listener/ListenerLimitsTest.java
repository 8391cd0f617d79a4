package io.postrider.ingest.feedback.reports.listener;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.ReportClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No client keeps others out. The clients are addresses of this machine. */
class ListenerLimitsTest {
    private static final String MALLORY = "127.0.0.2";
    private static final String ANN = "127.0.0.3";

    private final List<ReportClient> open = new ArrayList<>();
    private RunningListener listener;

    private void start(String... settings) {
        listener = RunningListener.with(settings);
    }

    @AfterEach
    void stop() {
        open.forEach(ReportClient::close);
        listener.close();
    }

    private ReportClient connect(String from) {
        ReportClient client = listener.greeted(from);
        open.add(client);
        return client;
    }

    @Test
    void oneAddressHasItsPartOfThePlaces() {
        start();
        for (int i = 0; i < 10; i++) {
            connect(MALLORY).expect("250", open.get(i).say("NOOP"));
        }
        for (int i = 0; i < 40; i++) {
            String greeting = listener.greeting(MALLORY);
            assertTrue(greeting.startsWith("421 4.7.0 Too many connections from your address"), greeting);
        }
        ReportClient ann = connect(ANN);
        ann.expect("250", ann.say("EHLO mx.mail.example"));
        open.forEach(client -> client.expect("250", client.say("NOOP")));
        assertEquals(40, listener.refused("client_connections"));
    }

    @Test
    void whoIdlesLongestMakesRoomWhateverItSays() {
        start("postrider.report.connections", "10");
        for (int i = 0; i < 10; i++) {
            connect("127.0.1." + (1 + i / 2));
        }
        for (String command : new String[] {"NOOP", "EHLO mx", "RSET", "VRFY ann", "HELP", "nonsense"}) {
            open.forEach(client -> client.say(command));
        }
        for (int i = 0; i < 10; i++) {
            connect("127.0.2." + i).expect("250", open.get(10 + i).say("NOOP"));
            assertTrue(open.get(i).reply().startsWith("421 "), "connection " + i);
            assertEquals("", open.get(i).reply());
        }
        assertEquals(10, listener.refused("made_room"));
        assertEquals(10, listener.connections());
    }

    @Test
    void aMailUnderWayStaysAndAnIdleConnectionMakesRoomForIt() {
        start("postrider.report.connections", "3");
        ReportClient working = connect(MALLORY);
        working.say("MAIL FROM:<>");
        ReportClient idle = connect("127.0.0.4");
        ReportClient other = connect("127.0.0.5");
        other.say("MAIL FROM:<>");
        connect(ANN);
        assertTrue(idle.reply().startsWith("421 "));
        working.expect("250", working.say("RCPT TO:<postmaster>"));
        working.expect("250", working.data("Subject: x\r\n\r\ny\r\n"));
        other.expect("250", other.say("RSET"));
    }

    @Test
    void whoHasMostConnectionsMakesRoomForWhoHasNone() {
        start("postrider.report.connections", "4");
        for (int i = 0; i < 4; i++) {
            connect(MALLORY).say("MAIL FROM:<>");
        }
        connect(ANN).say("MAIL FROM:<>");
        connect("127.0.0.4").say("MAIL FROM:<>");
        assertTrue(open.get(0).reply().startsWith("421 "));
        assertTrue(open.get(1).reply().startsWith("421 "));
        connect("127.0.0.5").say("MAIL FROM:<>");
        assertTrue(open.get(2).reply().startsWith("421 "));
        String greeting = listener.greeting("127.0.0.6");
        assertTrue(greeting.startsWith("421 4.3.2 Too many connections"), "all have one now: " + greeting);
        assertEquals(1, listener.refused("connections"));
    }

    @Test
    void newConnectionsOfOneAddressHaveARate() {
        start("postrider.report.client-rate", "5");
        for (int i = 0; i < 5; i++) {
            assertTrue(listener.greeting(MALLORY).startsWith("220"));
        }
        assertTrue(listener.greeting(MALLORY).startsWith("421 4.7.0 Too many new connections"));
        assertTrue(listener.greeting(ANN).startsWith("220"));
        assertEquals(1, listener.refused("client_rate"));
    }

    @Test
    void unknownRecipientsCountOverConnections() {
        start("postrider.report.client-unknown-recipients", "6");
        for (int i = 0; i < 5; i++) {
            ReportClient client = connect(MALLORY);
            client.say("MAIL FROM:<>");
            client.expect("550", client.say("RCPT TO:<guess%d@bounces.shop.example>".formatted(i)));
            client.close();
        }
        ReportClient last = connect(MALLORY);
        last.say("MAIL FROM:<>");
        String reply = last.say("RCPT TO:<guess@bounces.shop.example>");
        assertTrue(reply.startsWith("421 4.7.0 Too many unknown recipients"), reply);
        assertTrue(listener.greeting(MALLORY).startsWith("421 4.7.0 Too many unknown recipients"));
        assertTrue(listener.greeting(ANN).startsWith("220"));
    }

    @Test
    void bytesOfOneAddressCountOverConnections() {
        start("postrider.report.client-bytes", "1000");
        ReportClient client = connect(MALLORY);
        client.expect("250", client.bring("Subject: x\r\n\r\n" + "y".repeat(900) + "\r\n".repeat(100), "postmaster"));
        client.expect("421", client.say("MAIL FROM:<>"));
        assertTrue(listener.greeting(MALLORY).startsWith("421 4.7.0 Too much mail"));
        assertTrue(listener.greeting(ANN).startsWith("220"));
    }

    @Test
    void aTrustedProxyIsNotOneClient() {
        start(
                "postrider.trusted-proxies",
                "127.0.0.2,2001:db8::/32",
                "postrider.report.client-connections",
                "2",
                "postrider.report.client-rate",
                "4",
                "postrider.report.client-unknown-recipients",
                "3");
        for (int i = 0; i < 10; i++) {
            ReportClient client = connect(MALLORY);
            client.say("MAIL FROM:<>");
            client.expect("550", client.say("RCPT TO:<guess@bounces.shop.example>"));
        }
        connect(ANN);
        connect(ANN);
        assertTrue(listener.greeting(ANN).startsWith("421 4.7.0"));
    }

    @Tag("slow")
    @Test
    void placesComeBack() {
        start("postrider.report.client-connections", "2", "postrider.report.client-rate", "1000");
        for (int i = 0; i < 100; i++) {
            try (ReportClient one = listener.greeted(MALLORY);
                    ReportClient two = listener.greeted(MALLORY)) {
                one.expect("221", one.say("QUIT"));
                two.expect("250", two.say("NOOP"));
            }
            await().until(() -> listener.connections() == 0);
        }
    }
}
