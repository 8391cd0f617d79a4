package io.postrider.sender.deliver.mx;

import io.postrider.dns.MxAnswer;
import io.postrider.mail.Lane;
import io.postrider.routing.MxRoute;
import io.postrider.sender.deliver.smtp.SmtpConnector;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.deliver.smtp.pool.PendingMail;
import io.postrider.sender.deliver.smtp.pool.SmtpConnectionPool;
import io.postrider.sender.deliver.transport.HandoverCounts;
import io.postrider.sender.deliver.transport.Transport;
import io.postrider.sender.model.Draft;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Delivers mails to the mail servers of their recipients' domains (RFC 5321, 5.1). Domains with the same servers are
 * one {@link Destination}. A failure of one destination does not affect the route: its mails are answered with a
 * refusal, never {@code Unreachable}, unless the route is closing.
 */
public final class MxTransport implements Transport {
    private static final Duration TICK = Duration.ofSeconds(5);

    /** Maximum wait for a free connection. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Pause while a destination is unreachable, since a mail a moment later would fail as well. */
    private static final Duration RECONNECT_PAUSE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final MxEnvironment environment;
    private final String ownName;
    private final SmtpConnector connector;
    private final ConnectionBudget budget;
    private final Destinations destinations;
    private final Context context;
    private final HandoverCounts counts = new HandoverCounts();
    private final AtomicInteger lookingUp = new AtomicInteger();
    private final long ticker;
    private volatile boolean closing;

    public MxTransport(Vertx vertx, MxRoute route, SmtpSettings settings, MxEnvironment environment) {
        this.vertx = vertx;
        this.environment = environment;
        this.ownName = settings.name().toLowerCase(Locale.ROOT);
        SmtpSettings own = settings.withMailsPerConnection(route.shaping().mailsPerConnection())
                .withReconnectPause(RECONNECT_PAUSE);
        this.connector = new SmtpConnector(vertx, route.tls(), own);
        this.context = connector.context();
        this.budget = new ConnectionBudget(route.shaping().maxConnections());
        this.destinations = new Destinations(
                environment,
                own,
                new DestinationLane.Shared(route, environment.lookup(), connector, budget, this::makeRoom));
        this.ticker = vertx.setPeriodic(TICK.toMillis(), tick -> tidy());
    }

    @Override
    public Uni<Handover> deliver(Draft draft, Lane lane) {
        return Uni.createFrom().emitter(emitter -> {
            String recipient = draft.envelope().recipient();
            String domain = recipient.substring(recipient.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
            Consumer<Handover> answer = handover -> {
                counts.count(handover);
                emitter.complete(handover);
            };
            CompletableFuture<MxAnswer> found =
                    environment.lookup().lookup(domain).toCompletableFuture();
            if (found.isDone()) {
                send(draft, lane, domain, found.join(), answer, emitter::fail);
                return;
            }
            lookingUp.incrementAndGet();
            found.whenComplete((hosts, bug) -> context.runOnContext(now -> {
                lookingUp.decrementAndGet();
                if (bug != null) {
                    emitter.fail(bug);
                } else {
                    send(draft, lane, domain, hosts, answer, emitter::fail);
                }
            }));
        });
    }

    @Override
    public Figures figures() {
        return counts.figures(
                lookingUp.get() + destinations.sum(SmtpConnectionPool::waiting),
                destinations.sum(SmtpConnectionPool::connections),
                destinations.sum(SmtpConnectionPool::connecting),
                null);
    }

    @Override
    public Uni<Void> close(Duration grace) {
        return Uni.createFrom().emitter(emitter -> {
            closing = true;
            vertx.cancelTimer(ticker);
            long timer = vertx.setTimer(Math.max(1, grace.toMillis()), late -> destinations.cut());
            destinations
                    .close()
                    .compose(closed -> {
                        vertx.cancelTimer(timer);
                        return connector.close();
                    })
                    .onSuccess(emitter::complete)
                    .onFailure(emitter::fail);
        });
    }

    int destinations() {
        return destinations.size();
    }

    private void send(
            Draft draft, Lane lane, String domain, MxAnswer found, Consumer<Handover> answer, Consumer<Throwable> bug) {
        if (closing) {
            answer.accept(SmtpConnectionPool.closingFault());
        } else if (found instanceof MxAnswer.Hosts hosts) {
            submit(draft, lane, domain, hosts, answer, bug);
        } else if (found instanceof MxAnswer.NullMx) {
            answer.accept(refused(556, "5.1.10", "domain %s does not accept mail".formatted(domain)));
        } else if (found instanceof MxAnswer.NoSuchDomain none) {
            answer.accept(refused(550, "5.1.2", none.why()));
        } else if (found instanceof MxAnswer.Failed failed) {
            answer.accept(refused(451, "4.4.3", failed.why()));
        }
    }

    private void submit(
            Draft draft,
            Lane lane,
            String domain,
            MxAnswer.Hosts hosts,
            Consumer<Handover> answer,
            Consumer<Throwable> bug) {
        List<MxAnswer.Host> better = hosts.before(ownName);
        if (better.isEmpty()) {
            answer.accept(refused(554, "5.4.6", "the mail server of %s is this host".formatted(domain)));
            return;
        }
        Destination destination = destinations.enter(new MxAnswer.Hosts(better), domain);
        if (destination == null) {
            answer.accept(
                    closing
                            ? SmtpConnectionPool.closingFault()
                            : refused(451, "4.3.2", "mail to too many destinations is in progress"));
            return;
        }
        destination
                .connections(lane)
                .submit(new PendingMail(
                        draft,
                        handover -> {
                            destination.leave();
                            answer.accept(destination.outcome(handover));
                        },
                        failure -> {
                            destination.leave();
                            bug.accept(failure);
                        }));
    }

    private void makeRoom(ConnectionBudget.Share share) {
        destinations.makeRoom(share);
    }

    private void tidy() {
        destinations.forget();
        budget.grant();
        budget.expire(PATIENCE.toNanos());
    }

    private static Handover refused(int code, String enhancedCode, String why) {
        return new Handover.Refused(new Reply(code, enhancedCode, "Postrider: " + why));
    }
}
