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
 * The transport for ordinary relays: the mail client of quarkus-mailer, configured by {@code quarkus.mailer.*}, with
 * separate connections (shared by the lanes). It sends the mail exactly as composed, see {@link VerbatimMailMessage}. A
 * mail is composed when one of the client's connections is free. The client does not report the text of an accepting
 * reply and does not support SMTPUTF8: mails that need it are refused here.
 */
public final class MailerTransport implements Transport {
    private static final Reply TAKEN = new Reply(250, null, "taken from quarkus-mailer");

    /**
     * Bytes of memory that the client uses for each byte of a mail: the body, its lines, and a copy for counting the
     * size.
     */
    private static final int COPIES = 5;

    /** Bytes of memory for the mails that the client handles at the same time; a larger mail is sent alone. */
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

    /** @param timeout for one mail, from connecting to the reply; the client itself waits for replies indefinitely */
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

    /** Completes with true when a connection is free, with false when the route is closed. */
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

    /** Why our own check finds that this route can never take the mail, or null. */
    private Handover objection(Envelope envelope) {
        if (closing) {
            return closingFault();
        } else if (envelope.needsSmtpUtf8()) {
            return refused(553, "5.6.7", "the address needs SMTPUTF8, which quarkus-mailer does not support");
        } else if (!VerbatimMailMessage.speakable(envelope)) {
            return refused(553, "5.3.3", "quarkus-mailer does not support this form of address");
        }
        return null;
    }

    private static Handover closingFault() {
        return new Handover.Unreachable("the route is closing", null);
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
                                .item(refused(554, "5.6.3", "quarkus-mailer would change the composed mail"))));
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
     * The mail client installs its handler on a new connection from the calling thread, while the connection's event
     * loop may already be reading. The greeting of a fast server was then lost, and the mail waited indefinitely.
     * Called on an event loop, both run on the same thread.
     */
    private void onEventLoop(Runnable work) {
        context.runOnContext(turn -> work.run());
    }

    @Override
    public Figures figures() {
        return counts.figures(waiting.size(), 0, 0, null);
    }

    /** The connections belong to the mailer and are closed with the application. */
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
