package io.postrider.sender.deliver.mailer;

import io.postrider.mail.Lane;
import io.postrider.sender.deliver.transport.FailureReason;
import io.postrider.sender.deliver.transport.HandoverCounts;
import io.postrider.sender.deliver.transport.Transport;
import io.postrider.sender.model.Budget;
import io.postrider.sender.model.Draft;
import io.postrider.sender.model.Envelope;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Reply;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.mail.MailClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The everyday transport: the mail client of quarkus-mailer, configured by {@code quarkus.mailer.*}, with its own connections (the
 * lanes share them). It gets the mail as the composer made it, see {@link VerbatimMailMessage}. A mail is composed when one of the client's
 * connections is free for it. The client does not hand on the words of an acceptance, and has no SMTPUTF8: such mails
 * are refused here.
 */
public final class MailerTransport implements Transport {
    private static final Reply TAKEN = new Reply(250, null, "taken from quarkus-mailer");

    /** Bytes that the client holds for each of a mail: its body, the lines of it, and what it counts its size on. */
    private static final int COPIES = 5;

    /** Bytes of memory for the mails that the client has at the same time; a larger one goes alone. */
    private static final long MEMORY = 128 << 20;

    private final Context context;
    private final MailClient client;
    private final Duration timeout;
    private final Budget connections;
    private final Budget memory = new Budget(MEMORY);
    private final HandoverCounts counts = new HandoverCounts();
    private final AtomicInteger open = new AtomicInteger();
    private final Set<UniEmitter<? super Boolean>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;
    private volatile Runnable whenEmpty = () -> {};

    /** @param timeout for one mail from connection to reply: the client waits for replies without end */
    public MailerTransport(Vertx vertx, MailerClient mailer, Duration timeout) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.client = mailer.client();
        this.connections = new Budget(mailer.connections());
        this.timeout = timeout;
    }

    @Override
    public Uni<Handover> deliver(Draft draft, Lane lane) {
        return Uni.createFrom().deferred(() -> {
            open.incrementAndGet();
            return hand(draft).invoke(counts::count).onTermination().invoke(this::finished);
        });
    }

    private Uni<Handover> hand(Draft draft) {
        Handover objection = objection(draft.envelope());
        if (objection != null) {
            return Uni.createFrom().item(objection);
        }
        return turn().chain(come -> come ? carry(draft) : Uni.createFrom().item(closingFault()));
    }

    /** Completes when a connection is free, or with false when the route is closed. */
    private Uni<Boolean> turn() {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(emitter);
            connections.reserve(1, () -> answer(emitter, true));
            if (closing) {
                answer(emitter, false);
            }
        });
    }

    private void answer(UniEmitter<? super Boolean> emitter, boolean come) {
        if (waiting.remove(emitter)) {
            emitter.complete(come);
        }
    }

    /** Why this route can never take the mail, by our own check, or null. */
    private Handover objection(Envelope envelope) {
        if (closing) {
            return closingFault();
        } else if (envelope.needsSmtpUtf8()) {
            return refused(553, "5.6.7", "the address needs SMTPUTF8, which quarkus-mailer cannot do");
        } else if (!VerbatimMailMessage.speakable(envelope)) {
            return refused(553, "5.3.3", "quarkus-mailer cannot say the address");
        }
        return null;
    }

    private static Handover closingFault() {
        return new Handover.Unreachable("the route is being closed", null);
    }

    private static Handover refused(int code, String enhancedCode, String text) {
        return new Handover.Refused(new Reply(code, enhancedCode, "Postrider: " + text));
    }

    private Uni<Handover> carry(Draft draft) {
        return Uni.createFrom()
                .completionStage(
                        () -> draft.make(() -> true, composed -> composed.mime().get()))
                .chain(made ->
                        copied(draft.envelope(), made.value()).onTermination().invoke(made::release))
                .onTermination()
                .invoke(() -> connections.release(1));
    }

    private Uni<Handover> copied(Envelope envelope, List<byte[]> mime) {
        long bytes = COPIES * mime.stream().mapToLong(chunk -> chunk.length).sum();
        return Uni.createFrom()
                .<Void>emitter(emitter -> memory.reserve(bytes, () -> emitter.complete(null)))
                .chain(granted -> send(envelope, mime).onTermination().invoke(() -> memory.release(bytes)));
    }

    private Uni<Handover> send(Envelope envelope, List<byte[]> mime) {
        return Uni.createFrom()
                .item(() -> VerbatimMailMessage.of(envelope, mime))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(ready -> ready.map(this::send)
                        .orElseGet(() -> Uni.createFrom()
                                .item(refused(554, "5.6.3", "quarkus-mailer would change what was composed"))));
    }

    private Uni<Handover> send(VerbatimMailMessage mail) {
        return Uni.createFrom()
                .completionStage(() -> client.sendMail(mail).toCompletionStage())
                .runSubscriptionOn(this::onEventLoop)
                .<Handover>map(sent -> new Handover.Accepted(TAKEN))
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(() -> new Handover.Interrupted("no answer within " + FailureReason.text(timeout)))
                .onFailure()
                .recoverWithItem(MailerFailure::handover);
    }

    /**
     * The mail client listens on a new connection from the thread that asked for it, while the connection's event loop
     * may already read: a server that greets at once was then never heard, and the mail waited without end. On an event
     * loop of the connection both are one thread.
     */
    private void onEventLoop(Runnable work) {
        context.runOnContext(turn -> work.run());
    }

    @Override
    public Figures figures() {
        return counts.figures(waiting.size(), 0, 0, null);
    }

    /** The connections are the mailer's and end with the application. */
    @Override
    public Uni<Void> close(Duration grace) {
        Uni<Void> finished = Uni.createFrom().emitter(emitter -> {
            whenEmpty = () -> emitter.complete(null);
            closing = true;
            waiting.forEach(composed -> answer(composed, false));
            if (open.get() == 0) {
                emitter.complete(null);
            }
        });
        return finished.ifNoItem().after(grace).recoverWithItem(() -> null);
    }

    private void finished() {
        if (open.decrementAndGet() == 0 && closing) {
            whenEmpty.run();
        }
    }
}
