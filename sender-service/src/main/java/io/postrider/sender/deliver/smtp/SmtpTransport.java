package io.postrider.sender.deliver.smtp;

import io.postrider.mail.Lane;
import io.postrider.routing.Route.Tls;
import io.postrider.routing.SmtpRoute;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.deliver.smtp.handshake.LoginSecrets;
import io.postrider.sender.deliver.smtp.handshake.MailServer;
import io.postrider.sender.deliver.smtp.pool.PendingMail;
import io.postrider.sender.deliver.smtp.pool.SmtpConnectionPool;
import io.postrider.sender.deliver.transport.HandoverCounts;
import io.postrider.sender.deliver.transport.Transport;
import io.postrider.sender.model.Draft;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Handover.Unreachable;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/** Our own SMTP client for volume: pipelined, with connections for each lane, so that bulk never delays a password reset. */
public final class SmtpTransport implements Transport {
    private final Vertx vertx;
    private final SmtpRoute route;
    private final MailServer server;
    private final SmtpConnector connector;
    private final Map<Lane, SmtpConnectionPool> lanes = new EnumMap<>(Lane.class);
    private final HandoverCounts counts = new HandoverCounts();

    public SmtpTransport(Vertx vertx, SmtpRoute route, SmtpSettings settings) {
        this.vertx = vertx;
        this.route = route;
        this.server = MailServer.of(route);
        SmtpSettings own = settings.withMailsPerConnection(route.shaping().mailsPerConnection());
        this.connector = new SmtpConnector(vertx, route.tls(), own);
        for (Lane lane : Lane.values()) {
            int share = share(route.shaping().maxConnections(), lane);
            lanes.put(lane, new SmtpConnectionPool(share, mayPipelineMails(lane), own, this::dial));
        }
    }

    /** On the transactional lane, a mail is not pipelined behind another on the same connection. */
    public static boolean mayPipelineMails(Lane lane) {
        return lane != Lane.TRANSACTIONAL;
    }

    /** A quarter of the connections each for transactional and standard, the rest for bulk; at least one each. */
    public static int share(int connections, Lane lane) {
        int quarter = Math.max(1, connections / 4);
        return lane == Lane.BULK ? Math.max(1, connections - 2 * quarter) : quarter;
    }

    @Override
    public Uni<Handover> deliver(Draft draft, Lane lane) {
        SmtpConnectionPool connections = lanes.get(lane);
        return Uni.createFrom()
                .emitter(emitter -> connections.submit(new PendingMail(
                        draft,
                        handover -> {
                            counts.count(handover);
                            emitter.complete(handover);
                        },
                        emitter::fail)));
    }

    @Override
    public Figures figures() {
        String fault = lanes.values().stream()
                .map(SmtpConnectionPool::fault)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return counts.figures(
                sum(SmtpConnectionPool::waiting),
                sum(SmtpConnectionPool::connections),
                sum(SmtpConnectionPool::connecting),
                fault);
    }

    @Override
    public Uni<Void> close(Duration grace) {
        return Uni.createFrom().emitter(emitter -> {
            Collection<SmtpConnectionPool> all = lanes.values();
            long timer = vertx.setTimer(Math.max(1, grace.toMillis()), late -> all.forEach(SmtpConnectionPool::cut));
            Future.all(List.copyOf(all).stream().map(SmtpConnectionPool::close).toList())
                    .compose(closed -> {
                        vertx.cancelTimer(timer);
                        return connector.close();
                    })
                    .onSuccess(emitter::complete)
                    .onFailure(emitter::fail);
        });
    }

    private int sum(ToIntFunction<SmtpConnectionPool> figure) {
        return lanes.values().stream().mapToInt(figure).sum();
    }

    private void dial(SmtpConnectionPool lane) {
        Context context = connector.context();
        context.runOnContext(begin -> {
            if (route.credentials() == null) {
                connect(context, server, lane, null);
                return;
            }
            context.executeBlocking(() -> LoginSecrets.of(route.credentials()), false)
                    .onSuccess(secrets -> connect(context, server, lane, secrets))
                    .onFailure(failure -> lane.failed(Unreachable.notSetUp(
                            "credentials of route %s: %s".formatted(route.name(), failure.getMessage()))));
        });
    }

    private void connect(Context context, MailServer to, SmtpConnectionPool lane, LoginSecrets secrets) {
        if (lane.closing()) {
            // The client may have been closed meanwhile.
            lane.unneeded();
            return;
        }
        connector.connect(context, to, secrets, lane, (why, atTls) -> {
            if (atTls && to.tls() == Tls.OPPORTUNISTIC && secrets == null) {
                connect(context, to.inPlainText(), lane, null);
            } else {
                lane.failed(why);
            }
        });
    }
}
