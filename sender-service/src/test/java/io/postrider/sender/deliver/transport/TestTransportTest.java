package io.postrider.sender.deliver.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Lane;
import io.postrider.replies.Bounce;
import io.postrider.replies.Category;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.model.Attempt;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Draft;
import io.postrider.sender.model.Envelope;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Reply;
import io.postrider.testing.Patience;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestTransportTest {
    private static Vertx vertx;

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger released = new AtomicInteger();
    private final Transport transport = new TestTransport(vertx);

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private record Counted(ComposedMail letter, int attempt, AtomicInteger made, AtomicInteger released)
            implements Draft {
        @Override
        public Envelope envelope() {
            return letter.envelope();
        }

        @Override
        public <T> CompletionStage<Made<T>> make(BooleanSupplier wanted, Function<ComposedMail, T> form) {
            made.incrementAndGet();
            return CompletableFuture.completedFuture(new Made<>(form.apply(letter), released::incrementAndGet));
        }
    }

    private Handover deliver(String local, int attempt) {
        ComposedMail letter = TestMails.to(local + "@test.postrider.invalid");
        return transport
                .deliver(new Counted(letter, attempt, made, released), Lane.BULK)
                .await()
                .atMost(Patience.LIMIT);
    }

    @ParameterizedTest
    @CsvSource({
        "delivered, 1, 250, 2.0.0",
        "Delivered+abc, 1, 250, 2.0.0",
        "complained+abc, 1, 250, 2.0.0",
        "deferred+abc, 2, 250, 2.0.0",
    })
    void takes(String local, int attempt, int code, String enhancedCode) {
        Handover.Accepted accepted = assertInstanceOf(Handover.Accepted.class, deliver(local, attempt));
        said(accepted.reply(), code, enhancedCode);
    }

    @ParameterizedTest
    @CsvSource({
        "bounced, 1, 550, 5.1.1, BAD_MAILBOX, true",
        "bounced+abc, 1, 550, 5.1.1, BAD_MAILBOX, true",
        "deferred, 1, 451, 4.7.1, GREYLISTING, false",
        "full, 1, 452, 4.2.2, FULL_MAILBOX, false",
        "full+abc, 9, 452, 4.2.2, FULL_MAILBOX, false",
        "nobody, 1, 550, 5.1.1, BAD_MAILBOX, true",
    })
    void refuses(String local, int attempt, int code, String enhancedCode, Category category, boolean permanent) {
        Handover.Refused refused = assertInstanceOf(Handover.Refused.class, deliver(local, attempt));
        said(refused.reply(), code, enhancedCode);
        Bounce bounce = Attempt.of("route", refused).bounce();
        assertEquals(category, bounce.category());
        assertEquals(permanent, bounce.permanent());
    }

    private static void said(Reply reply, int code, String enhancedCode) {
        assertEquals(code + " " + enhancedCode, reply.code() + " " + reply.enhancedCode());
    }

    @Test
    void anUnknownAddressIsRefusedWithTheKnownOnes() {
        Reply reply = ((Handover.Refused) deliver("nobody", 1)).reply();
        assertTrue(reply.text().contains("delivered, bounced, deferred, complained, suppressed, full"), reply.text());
    }

    @Test
    void everyMailIsMadeAndGivesItsRoomBack() {
        deliver("delivered", 1);
        deliver("bounced", 1);
        assertEquals(2, made.get());
        assertEquals(2, released.get());
        assertEquals(1, transport.figures().accepted());
        assertEquals(1, transport.figures().refused());
    }
}
