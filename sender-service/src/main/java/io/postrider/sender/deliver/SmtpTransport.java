package io.postrider.sender.deliver;

import io.postrider.contract.Lane;
import io.postrider.routes.Route;
import io.postrider.sender.Handover;
import io.postrider.sender.Handover.Unreachable;
import io.postrider.sender.Letter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Our own SMTP client for volume: pipelined, with connections for each lane, so that bulk never delays a password reset. */
final class SmtpTransport implements Transport {
    private final Vertx vertx;
    private final Route route;
    private final SmtpSettings settings;
    private final NetClient client;
    private final Map<Lane, LaneConnections> lanes = new EnumMap<>(Lane.class);
    private final Tally tally = new Tally();

    SmtpTransport(Vertx vertx, Route route, SmtpSettings settings) {
        this.vertx = vertx;
        this.route = route;
        this.settings = settings.withLettersPerConnection(route.shaping().mailsPerConnection());
        this.client = vertx.createNetClient(options(route, settings));
        for (Lane lane : Lane.values()) {
            // A letter on the transactional lane is not queued behind another on the same connection.
            boolean mayPipelineLetters = lane != Lane.TRANSACTIONAL;
            lanes.put(lane, new LaneConnections(share(route, lane), mayPipelineLetters, this.settings, this::dial));
        }
    }

    /** Of the route's connections a quarter each for transactional and standard, the rest for bulk; at least one each. */
    static int share(Route route, Lane lane) {
        int quarter = Math.max(1, route.shaping().maxConnections() / 4);
        return lane == Lane.BULK ? Math.max(1, route.shaping().maxConnections() - 2 * quarter) : quarter;
    }

    @Override
    public Uni<Handover> deliver(Letter letter, Lane lane) {
        LaneConnections connections = lanes.get(lane);
        return Uni.createFrom()
                .emitter(emitter -> connections.submit(new PendingLetter(
                        letter,
                        handover -> {
                            tally.count(handover);
                            emitter.complete(handover);
                        },
                        emitter::fail)));
    }

    @Override
    public Figures figures() {
        String fault = lanes.values().stream()
                .map(LaneConnections::fault)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return tally.figures(
                sum(LaneConnections::waiting),
                sum(LaneConnections::connections),
                sum(LaneConnections::connecting),
                fault);
    }

    @Override
    public Uni<Void> close(Duration grace) {
        return Uni.createFrom().emitter(emitter -> {
            Collection<LaneConnections> all = lanes.values();
            long timer = vertx.setTimer(Math.max(1, grace.toMillis()), late -> all.forEach(LaneConnections::cut));
            Future.all(List.copyOf(all).stream().map(LaneConnections::close).toList())
                    .compose(closed -> {
                        vertx.cancelTimer(timer);
                        return client.close();
                    })
                    .onSuccess(emitter::complete)
                    .onFailure(emitter::fail);
        });
    }

    private int sum(ToIntFunction<LaneConnections> figure) {
        return lanes.values().stream().mapToInt(figure).sum();
    }

    /**
     * Each connection has an event loop of its own choosing, so that load spreads over the cores, and none inherits the
     * context of whoever delivered the letter that asked for it.
     */
    private void dial(LaneConnections lane) {
        Context context = ((VertxInternal) vertx).createEventLoopContext();
        context.runOnContext(begin -> {
            if (route.credentials() == null) {
                connect(context, lane, null);
                return;
            }
            context.executeBlocking(() -> Secrets.of(route.credentials()), false)
                    .onSuccess(secrets -> connect(context, lane, secrets))
                    .onFailure(failure -> lane.failed(new Unreachable(
                            "credentials of route %s: %s".formatted(route.name(), failure.getMessage()), null)));
        });
    }

    private void connect(Context context, LaneConnections lane, Secrets secrets) {
        client.connect(route.port(), route.host())
                .onSuccess(socket -> greet(context, socket, lane, secrets))
                .onFailure(failure -> lane.failed(new Unreachable(
                        "no connection to %s:%d: %s".formatted(route.host(), route.port(), Causes.text(failure)),
                        null)));
    }

    private void greet(Context context, NetSocket socket, LaneConnections lane, Secrets secrets) {
        SmtpWire wire = new SmtpWire(vertx, socket, settings.timeouts());
        Consumer<Offers> ready = offers -> lane.opened(new SmtpConnection(context, wire, offers, lane, settings));
        new Handshake(wire, route, secrets, settings.name(), ready, lane::failed).begin();
    }

    private static NetClientOptions options(Route route, SmtpSettings settings) {
        boolean checked = route.tls() == Route.Tls.IMPLICIT || route.tls() == Route.Tls.STARTTLS;
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout((int) settings.timeouts().connect().toMillis())
                .setSslHandshakeTimeout(settings.timeouts().connect().toSeconds() + 1)
                .setTcpKeepAlive(true)
                .setSsl(route.tls() == Route.Tls.IMPLICIT)
                .setTrustAll(!checked)
                .setHostnameVerificationAlgorithm(checked ? "HTTPS" : "");
        if (checked && settings.trust() != null) {
            options.setTrustOptions(
                    new PemTrustOptions().addCertPath(settings.trust().toString()));
        }
        return options;
    }
}
