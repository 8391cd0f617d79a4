package io.postrider.sender.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Lane;
import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpSink.Settings;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.sender.deliver.transport.Transport;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Handover.Accepted;
import io.postrider.sender.model.Handover.Interrupted;
import io.postrider.sender.model.Handover.Refused;
import io.postrider.sender.model.Handover.Unreachable;
import io.postrider.sender.model.Reply;
import io.postrider.testing.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.spi.resolver.ResolverProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A test with a real SMTP server beside it. */
public abstract class WithSink {
    /** Of a transport that is to be seen giving up. */
    protected static final Duration SHORT = Duration.ofMillis(500);

    protected static final Duration BOUND = Patience.LIMIT;

    protected static Vertx vertx;

    @TempDir
    protected static Path folder;

    protected final Queue<ReceivedMail> mails = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    protected SmtpSink sink;

    /** How long the transports of this test wait for a reply. */
    protected Duration patience = Patience.LIMIT;

    @BeforeAll
    static void startVertx() {
        // relay.example is where the sink is, under a name that its certificate does not bear.
        AddressResolverOptions names =
                new AddressResolverOptions().setHostsValue(Buffer.buffer("127.0.0.1 localhost relay.example\n"));
        // A test of the whole service that ran before in this process has left names to Java.
        String resolver = System.setProperty(ResolverProvider.DISABLE_DNS_RESOLVER_PROP_NAME, "false");
        vertx = Vertx.vertx(new VertxOptions().setAddressResolverOptions(names));
        if (resolver != null) {
            System.setProperty(ResolverProvider.DISABLE_DNS_RESOLVER_PROP_NAME, resolver);
        }
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    /** On a port that stays reserved even after the server is closed, unless the settings name one. */
    protected final SmtpSink server(Settings settings) {
        sink = SmtpSink.start(settings.port() == 0 ? settings.withPort(Ports.free()) : settings)
                .onMail(mails::add);
        open.add(sink);
        return sink;
    }

    protected final <T extends Transport> T closedAtEnd(T transport) {
        open.add(0, () -> transport.close(Duration.ofSeconds(1)).await().atMost(BOUND));
        return transport;
    }

    /** Counts, at the server, the connections that are between their greeting and their QUIT at the same time. */
    protected final AtomicInteger mostConnections(Script script) {
        AtomicInteger most = new AtomicInteger();
        Set<Integer> connections = ConcurrentHashMap.newKeySet();
        sink.script(moment -> {
            if (moment.stage() == SmtpStage.GREETING) {
                connections.add(moment.connection());
                most.accumulateAndGet(connections.size(), Math::max);
            } else if (moment.stage() == SmtpStage.QUIT) {
                connections.remove(moment.connection());
            }
            return script.at(moment);
        });
        return most;
    }

    protected static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    protected final void closedAtEnd(SmtpSink other) {
        open.add(other);
    }

    protected static Handover deliver(Transport transport, ComposedMail letter) {
        return transport.deliver(letter, Lane.STANDARD).await().atMost(BOUND);
    }

    protected static void assertAccepted(Handover handover) {
        assertInstanceOf(Accepted.class, handover, handover::toString);
    }

    protected static Reply refusal(Handover handover) {
        return assertInstanceOf(Refused.class, handover, handover::toString).reply();
    }

    protected static Unreachable unreachable(Handover handover) {
        return assertInstanceOf(Unreachable.class, handover, handover::toString);
    }

    protected final String onlyContent() {
        assertEquals(1, mails.size());
        return new String(mails.peek().content(), StandardCharsets.UTF_8);
    }

    /** Whether the server got it is not for the handover to say; that it did not is known here. */
    protected final void assertNotTaken(Handover handover) {
        assertTrue(handover instanceof Interrupted || handover instanceof Unreachable, handover::toString);
        assertEquals(0, mails.size());
    }
}
