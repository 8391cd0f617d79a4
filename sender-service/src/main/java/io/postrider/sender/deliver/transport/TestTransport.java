package io.postrider.sender.deliver.transport;

import io.postrider.mail.Lane;
import io.postrider.mail.TestAddress;
import io.postrider.replies.DialogueStage;
import io.postrider.sender.model.Draft;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.List;

/**
 * Replies in place of a mail server for the addresses of {@link TestAddress}. The mail is composed and signed like any
 * other and then dropped.
 */
public final class TestTransport implements Transport {
    private static final Reply TAKEN = new Reply(250, "2.0.0", "Ok: taken for a test, not sent to anybody");
    private static final Reply LATER = new Reply(451, "4.7.1", "Greylisted for a test, please try again later");
    private static final Reply NO_MAILBOX = new Reply(550, "5.1.1", "No such user here: bounced for a test");
    private static final Reply FULL_MAILBOX = new Reply(452, "4.2.2", "Mailbox full for a test");
    private static final Reply UNKNOWN = new Reply(
            550,
            "5.1.1",
            "No such user here: the test addresses at %s are %s, each also with a +tag"
                    .formatted(TestAddress.DOMAIN, TestAddress.localParts()));

    private final Context context;
    private final HandoverCounts counts = new HandoverCounts();

    public TestTransport(Vertx vertx) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    @Override
    public Uni<Handover> deliver(Draft draft, Lane lane) {
        return Uni.createFrom()
                .completionStage(
                        () -> draft.make(() -> true, mail -> size(mail.mime().get())))
                .emitOn(work -> context.runOnContext(now -> work.run()))
                .invoke(Draft.Made::release)
                .map(made -> answer(draft))
                .invoke(counts::count);
    }

    /** All of it is made. */
    private static long size(List<byte[]> mime) {
        return mime.stream().mapToLong(chunk -> chunk.length).sum();
    }

    static Handover answer(Draft draft) {
        TestAddress address = TestAddress.of(draft.envelope().recipient()).orElse(null);
        if (address == null) {
            return refused(UNKNOWN);
        }
        return switch (address) {
            case DELIVERED, COMPLAINED -> new Handover.Accepted(TAKEN);
            case DEFERRED -> draft.attempt() == 1 ? refused(LATER) : new Handover.Accepted(TAKEN);
            case FULL -> refused(FULL_MAILBOX);
            // The router drops mail to suppressed addresses.
            case BOUNCED, SUPPRESSED -> refused(NO_MAILBOX);
        };
    }

    private static Handover refused(Reply reply) {
        return new Handover.Refused(reply, DialogueStage.RCPT);
    }

    @Override
    public Figures figures() {
        return counts.figures(0, 0, 0, null);
    }

    /** There are no connections, and mails being composed are still answered. */
    @Override
    public Uni<Void> close(Duration grace) {
        return Uni.createFrom().voidItem();
    }
}
