package io.postrider.sender.deliver.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.fuzz.ShortRun;
import io.postrider.mail.Lane;
import io.postrider.routing.Route;
import io.postrider.routing.Route.Tls;
import io.postrider.routing.SmtpRoute;
import io.postrider.sender.deliver.Relay;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Handover.Accepted;
import io.postrider.sender.model.Handover.Refused;
import io.postrider.testing.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Whatever a server says and wherever it leaves, each mail gets its outcome. An input's first octet chooses the route; the rest
 * is what the server says, an octet 0xff where it waits to be spoken to. When it has no more to say it leaves.
 */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
public class DialogueFuzzTest {
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final SmtpSettings SETTINGS = new SmtpSettings(
            "client.example",
            new SmtpSettings.Timeouts(PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE),
            Duration.ofSeconds(1),
            1_000,
            Duration.ofMillis(20),
            null);
    private static final Duration BOUND = Patience.LIMIT;
    private static final Vertx VERTX = Vertx.vertx();
    private static final AtomicReference<Throwable> UNCAUGHT = new AtomicReference<>();
    private static final AtomicReference<Speech> SPEECH = new AtomicReference<>();
    private static final Path PASSWORD = password();
    private static final int PORT = listen();

    /** One server's side of a conversation, which may go over several connections. */
    private static final class Speech {
        private final List<Buffer> turns = new ArrayList<>();
        private final Buffer heard = Buffer.buffer();

        Speech(byte[] bytes) {
            Buffer turn = Buffer.buffer();
            for (int i = 1; i < bytes.length; i++) {
                if (bytes[i] == (byte) 0xff) {
                    turns.add(turn);
                    turn = Buffer.buffer();
                } else {
                    turn.appendByte(bytes[i]);
                }
            }
            turns.add(turn);
        }

        synchronized void hear(Buffer bytes) {
            heard.appendBuffer(bytes);
        }

        /** Speaks until the client must answer, or leaves. */
        synchronized void speak(NetSocket socket) {
            boolean unfinished = true;
            while (unfinished && !turns.isEmpty()) {
                Buffer turn = turns.remove(0);
                unfinished = turn.length() == 0 || turn.getByte(turn.length() - 1) != '\n';
                socket.write(turn);
            }
            if (unfinished) {
                socket.close();
            }
        }

        synchronized String heard() {
            return heard.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** Jazzer's: that classes must be loaded is the fault of no input. */
    public static void fuzzerInitialize() {
        fuzzerTestOneInput(new byte[] {0});
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        Speech speech = new Speech(bytes);
        SPEECH.set(speech);
        boolean withLogin = bytes.length > 0 && (bytes[0] & 1) == 1;
        SmtpRoute route = withLogin
                ? Relay.to(PORT, Tls.NONE, new Route.Credentials("postrider", "${file:" + PASSWORD + "}"))
                : Relay.to(PORT, Tls.OPPORTUNISTIC, null);
        SmtpTransport transport = new SmtpTransport(VERTX, route, SETTINGS);
        List<Handover> handovers = List.of(
                        transport.deliver(TestMails.to("ann@mail.example"), Lane.BULK),
                        transport.deliver(TestMails.to("bob@mail.example"), Lane.BULK))
                .stream()
                .map(delivery -> delivery.await().atMost(BOUND))
                .toList();
        handovers.forEach(handover -> assertPossible(handover, speech.heard()));
        transport.close(Duration.ofMillis(1)).await().atMost(BOUND);
        assertEquals(0, transport.figures().connections(), "connections are left open");
        assertNull(UNCAUGHT.getAndSet(null), "uncaught exception");
    }

    private static void assertPossible(Handover handover, String heard) {
        assertNotNull(handover);
        if (handover instanceof Accepted accepted) {
            assertTrue(accepted.reply().positive(), handover::toString);
            assertTrue(heard.contains("\r\n.\r\n"), "accepted without its end");
        } else if (handover instanceof Refused refused) {
            assertTrue(refused.reply().code() >= 300, handover::toString);
        }
    }

    private static int listen() {
        VERTX.exceptionHandler(UNCAUGHT::set);
        NetServer server = VERTX.createNetServer().connectHandler(socket -> {
            Speech speech = SPEECH.get();
            socket.exceptionHandler(reset -> {});
            socket.handler(bytes -> {
                speech.hear(bytes);
                speech.speak(socket);
            });
            speech.speak(socket);
        });
        return server.listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static Path password() {
        try {
            Path file = Files.createTempFile("password", null);
            file.toFile().deleteOnExit();
            return Files.writeString(file, "secret");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eachLetterGetsItsOutcomeWhateverTheServerSays() {
        ShortRun.of("dialogue", 2_048).run(DialogueFuzzTest::fuzzerTestOneInput);
    }
}
