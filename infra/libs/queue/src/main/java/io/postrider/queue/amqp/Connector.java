package io.postrider.queue.amqp;

import io.postrider.names.KnownAddresses;
import io.postrider.workarounds.GatheredWrites;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonClientOptions;
import io.vertx.proton.ProtonConnection;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Connects to the addresses of the broker in turn, with growing pauses after failures. On the connection's context only. */
final class Connector {
    private static final int DEFAULT_PORT = 5672;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int HEARTBEAT_MILLIS = 5_000;
    private static final long FIRST_WAIT_MILLIS = 200;
    private static final long LONGEST_WAIT_MILLIS = 5_000;

    private final Context context;
    private final AmqpConnection.Settings settings;
    private final ProtonClient client;
    private long failures;

    Connector(Vertx vertx, Context context, AmqpConnection.Settings settings, KnownAddresses addresses) {
        this.context = context;
        this.settings = settings;
        this.client = ProtonClient.create(new BrokerVertx(vertx, addresses));
    }

    /** The address for the next attempt. */
    URI next() {
        return settings.urls().get((int) (failures % settings.urls().size()));
    }

    /** @param connected receives the connection, not yet opened, or the failure */
    void connect(URI url, BiConsumer<ProtonConnection, Throwable> connected) {
        ProtonClientOptions options = new ProtonClientOptions();
        options.setConnectTimeout(CONNECT_TIMEOUT_MILLIS).setTcpNoDelay(true);
        options.setHeartbeat(HEARTBEAT_MILLIS);
        // Also applies while the connection is being opened, when no heartbeat has been requested yet.
        options.setReadIdleTimeout(2 * HEARTBEAT_MILLIS).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        if ("amqps".equals(url.getScheme())) {
            options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
        }
        int port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
        client.connect(options, url.getHost(), port, settings.username(), settings.password(), result -> {
            if (result.succeeded()) {
                GatheredWrites.on(context, port);
            }
            connected.accept(result.result(), result.cause());
        });
    }

    void succeeded() {
        failures = 0;
    }

    void failed() {
        failures++;
    }

    /** The pause before the next attempt. */
    long waitMillis() {
        long most = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(failures, 10));
        return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    }
}
