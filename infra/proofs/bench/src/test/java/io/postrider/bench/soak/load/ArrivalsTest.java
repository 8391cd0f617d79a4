package io.postrider.bench.soak.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.bench.soak.load.Arrivals.Latency;
import io.postrider.bench.soak.load.Arrivals.Tally;
import io.postrider.bench.soak.load.Reader.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals();
    private Socket socket;
    private BufferedReader replies;

    @BeforeEach
    void connect() throws IOException {
        socket = new Socket("127.0.0.1", arrivals.port());
        replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        replies.readLine();
        reply("HELO test");
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        arrivals.close();
    }

    @Test
    void aSecondCopyIsToldFromAFirst() throws IOException {
        offer(new Reader(Kind.READER, 1));
        offer(new Reader(Kind.READER, 2));
        offer(new Reader(Kind.READER, 1));

        assertEquals(new Tally(3, 2, 1, 0, 0, 0), arrivals.tally());
    }

    @Test
    void whoIsRefusedIsCountedOnce() throws IOException {
        assertEquals("550", offer(new Reader(Kind.READER, 7)));
        assertEquals("550", offer(new Reader(Kind.READER, 7)));

        assertEquals(new Tally(0, 0, 0, 1, 1, 0), arrivals.tally());
    }

    @Test
    void whoIsDeferredIsTakenLater() throws IOException {
        assertEquals("451", offer(new Reader(Kind.READER, 103)));
        assertEquals("250", offer(new Reader(Kind.READER, 103)));
        assertEquals("451", offer(new Reader(Kind.READER, 403)));
        assertEquals("451", offer(new Reader(Kind.READER, 403)));
        assertEquals("250", offer(new Reader(Kind.READER, 403)));

        assertEquals(new Tally(2, 2, 0, 0, 0, 3), arrivals.tally());
    }

    @Test
    void theTimeOfATransactionalMailCountsFromItsCall() throws IOException {
        arrivals.sent(5, System.nanoTime() - 40_000_000);
        offer(new Reader(Kind.CODE, 5));

        Latency latency = arrivals.latency();
        assertTrue(latency.p50() >= 40, latency.toString());
        assertEquals(latency.p50(), latency.p99());
        assertTrue(Double.isNaN(arrivals.latency().p50()), "each is told once");
    }

    @Test
    void aQuantileIsOneOfTheValues() {
        double[] sorted = IntStream.rangeClosed(1, 50).asDoubleStream().toArray();

        assertEquals(25, Arrivals.quantile(sorted, 0.5));
        assertEquals(50, Arrivals.quantile(sorted, 0.99));
    }

    /** The code of RCPT's reply, or of the mail's. */
    private String offer(Reader reader) throws IOException {
        reply("MAIL FROM:<news@shop.example>");
        String recipient = reply("RCPT TO:<" + reader.address() + ">");
        if (!recipient.equals("250")) {
            reply("RSET");
            return recipient;
        }
        reply("DATA");
        return reply("Subject: a\r\n\r\nb\r\n.");
    }

    private String reply(String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        return replies.readLine().substring(0, 3);
    }
}
