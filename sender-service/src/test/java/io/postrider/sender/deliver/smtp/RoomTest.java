package io.postrider.sender.deliver.smtp;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpSink.Settings;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.sender.deliver.Relay;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.deliver.WithSink;
import io.postrider.sender.deliver.transport.Transport;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Draft;
import io.postrider.sender.model.Envelope;
import io.postrider.sender.model.Handover;
import io.postrider.testing.Patience;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The room that a composed mail takes is given back once, however its transaction ends. */
class RoomTest extends WithSink {
    private static final int LETTERS = 60;

    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private CountDownLatch compose = new CountDownLatch(0);

    enum End {
        ACCEPTED(Script.acceptAll()),
        REFUSED_AT_MAIL(Script.at(SmtpStage.MAIL, Action.answer(550, "5.7.1 no"))),
        REFUSED_AT_RCPT(Script.at(SmtpStage.RCPT, Action.answer(550, "5.1.1 no"))),
        REFUSED_AT_DATA(Script.at(SmtpStage.DATA, Action.answer(451, "4.3.0 no"))),
        REFUSED_AFTER_DATA(Script.at(SmtpStage.END_OF_DATA, Action.answer(550, "5.6.0 no"))),
        CLOSED_AT_MAIL(Script.at(SmtpStage.MAIL, Action.close())),
        CLOSED_AFTER_DATA(Script.at(SmtpStage.END_OF_DATA, Action.close())),
        CLOSED_NOW_AND_THEN(moment -> moment.stage() == SmtpStage.END_OF_DATA && moment.connection() % 2 == 0
                ? Action.close()
                : Action.proceed()),
        HANGS(Script.at(SmtpStage.END_OF_DATA, Action.hang()));

        private final Script script;

        End(Script script) {
            this.script = script;
        }
    }

    /** A draft that counts the room it takes. */
    private final class Counted implements Draft {
        private final ComposedMail letter;

        Counted(ComposedMail letter) {
            this.letter = letter;
        }

        @Override
        public Envelope envelope() {
            return letter.envelope();
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public <T> CompletionStage<Made<T>> make(BooleanSupplier wanted, Function<ComposedMail, T> form) {
            CompletableFuture<Made<T>> stage = new CompletableFuture<>();
            asked.incrementAndGet();
            vertx.executeBlocking(
                    () -> {
                        awaitUninterruptibly(compose);
                        made.incrementAndGet();
                        held.incrementAndGet();
                        return stage.complete(new Made<>(form.apply(letter), held::decrementAndGet));
                    },
                    false);
            return stage;
        }
    }

    private List<CompletableFuture<Handover>> deliver(Transport transport) {
        return IntStream.range(0, LETTERS)
                .mapToObj(i -> transport
                        .deliver(new Counted(TestMails.to("r" + i + "@mail.example")), Lane.BULK)
                        .subscribeAsCompletionStage())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void isGivenBackHoweverItEnds(End end) {
        server(Settings.PLAIN).script(end.script);
        patience = end == End.HANGS ? SHORT : patience;
        SmtpTransport transport =
                closedAtEnd(new SmtpTransport(vertx, Relay.to(sink.port()), Relay.settings(patience)));

        deliver(transport).forEach(Patience::result);

        await().until(() -> held.get() == 0);
    }

    @Test
    void isGivenBackByAConnectionThatWasCutWhileItsMailWasComposed() {
        server(Settings.PLAIN);
        compose = new CountDownLatch(1);
        SmtpTransport transport = new SmtpTransport(vertx, Relay.to(sink.port()), Relay.settings(patience));
        List<CompletableFuture<Handover>> handovers = deliver(transport);
        await().until(() -> asked.get() > 0);

        transport.close(Duration.ofMillis(1)).await().atMost(BOUND);
        handovers.forEach(Patience::result);
        compose.countDown();

        await().until(() -> made.get() == asked.get() && held.get() == 0);
        assertEquals(0, mails.size());
    }
}
