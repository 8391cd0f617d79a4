package io.postrider.sender;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.local.TestBatches;
import io.postrider.local.TestMessages;
import io.postrider.mail.Addresses;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.queue.OutgoingMessage;
import io.postrider.store.deliveries.State;
import io.postrider.testing.Patience;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/** What is around the service in its tests: a router that sends it batches and gets them back, and a server that gets mails. */
final class Fixture {
    static final Content CONTENT = new Content(
            new Mailbox("news@shop.example", "Shop"), null, "Number {{n}}", "You are {{n}}", null, null, null);
    static final TestBatches ROUTER = new TestBatches("router");
    static final BlockingQueue<Batch> SENT_BACK =
            ROUTER.batches(Stream.of(Lane.values()).map(Addresses::submitted).toArray(String[]::new));
    static final BlockingQueue<ReceivedMail> MAILS = new LinkedBlockingQueue<>();
    static final SmtpSink SINK = Neighbours.sink().onMail(MAILS::add);

    private Fixture() {}

    static Batch accepted(Lane lane, String... emails) throws Exception {
        return routed(TestMessages.accept(lane, CONTENT, emails), "relay");
    }

    static Batch routed(Batch batch, String... routes) {
        return new Batch(batch.id(), batch.message(), batch.attempt(), null, List.of(routes), null, batch.recipients());
    }

    static void publish(Batch batch) {
        ROUTER.publish(Addresses.outbound(batch.message().lane()), batch);
    }

    static void publishAgain(Batch batch) {
        ROUTER.publish(OutgoingMessage.of(
                Addresses.outbound(batch.message().lane()),
                BatchCodec.encode(batch),
                UUID.randomUUID().toString()));
    }

    static void becomes(Batch batch, int ordinal, State state) {
        await().untilAsserted(() -> assertEquals(state.code(), TestMessages.state(batch, ordinal)));
    }

    static long events(Batch batch, String condition) throws Exception {
        return TestMessages.number("select count(*) from delivery_event where message_id = '%s' and %s"
                .formatted(batch.message().id(), condition));
    }

    /** Waits for what is sent back of a message; batches of other tests are passed over. */
    static Batch nextSentBack(Batch of) throws InterruptedException {
        Batch batch = Patience.next(SENT_BACK);
        while (!batch.message().id().equals(of.message().id())) {
            batch = Patience.next(SENT_BACK);
        }
        return batch;
    }
}
