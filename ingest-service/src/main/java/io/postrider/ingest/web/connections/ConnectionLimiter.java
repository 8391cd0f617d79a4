package io.postrider.ingest.web.connections;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.AttributeKey;
import io.postrider.ingest.web.CallerIdentity;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Enforces the limits of {@link OpenConnections} on each connection of the API as soon as it is accepted, for which
 * neither Quarkus nor Vert.x has a hook. The listening channel is only known from the first call on, so we make that
 * call ourselves.
 */
@Singleton
class ConnectionLimiter {
    /** Runs before the key is checked. */
    private static final int PRIORITY = 10_000;

    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final String HANDLER = "postrider-connections";
    private static final ChannelHandler HEADERS = new EarlyResponseHeaders();
    private static final AttributeKey<OpenConnections.Place> PLACE =
            AttributeKey.valueOf(OpenConnections.class, "place");

    private final Vertx vertx;
    private final CallerIdentity callers;
    private final OpenConnections places;

    ConnectionLimiter(
            Vertx vertx,
            CallerIdentity callers,
            ConnectionSettings settings,
            @ConfigProperty(name = "quarkus.http.limits.max-connections") int most) {
        this.vertx = vertx;
        this.callers = callers;
        this.places = new OpenConnections(most, settings.clientConnections(), System::nanoTime);
    }

    void register(@Observes Filters filters) {
        filters.register(this::called, PRIORITY);
    }

    void started(@ObservesAsync HttpServerStart start) {
        HttpServerOptions options = start.options();
        vertx.setPeriodic(SWEEP.toMillis(), tick -> places.closeWithoutRequest());
        if (options.getPort() <= 0) {
            // The port was chosen by a test; its first call does it.
            return;
        }
        String host = options.getHost().equals("0.0.0.0") ? "127.0.0.1" : options.getHost();
        vertx.createHttpClient()
                .request(HttpMethod.HEAD, options.getPort(), host, "/")
                .compose(request -> request.send());
    }

    private void called(RoutingContext call) {
        Channel channel = ((ConnectionBase) call.request().connection()).channel();
        watch(channel.parent());
        OpenConnections.Place place = channel.attr(PLACE).get();
        if (place != null) {
            places.begins(place);
            call.addEndHandler(ended -> places.ends(place));
        }
        call.next();
    }

    private void watch(Channel listening) {
        if (listening != null) {
            ChannelPipeline pipeline = listening.pipeline();
            if (pipeline.get(HANDLER) == null) {
                synchronized (this) {
                    if (pipeline.get(HANDLER) == null) {
                        pipeline.addFirst(HANDLER, new Accepting());
                    }
                }
            }
        }
    }

    @ChannelHandler.Sharable
    private final class Accepting extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (accepted instanceof Channel channel) {
                if (!enter(channel)) {
                    channel.unsafe().closeForcibly();
                    return;
                }
                channel.pipeline().addFirst(HEADERS);
            }
            context.fireChannelRead(accepted);
        }

        private boolean enter(Channel channel) {
            OpenConnections.Place place = places.enter(client(channel.remoteAddress()), channel::close);
            if (place == null) {
                return false;
            }
            channel.attr(PLACE).set(place);
            channel.closeFuture().addListener(closed -> places.leave(place));
            return true;
        }

        private String client(SocketAddress peer) {
            return peer instanceof InetSocketAddress address ? callers.nameOfPeer(address.getAddress()) : null;
        }
    }
}
