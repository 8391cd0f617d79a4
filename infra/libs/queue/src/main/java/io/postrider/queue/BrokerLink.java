package io.postrider.queue;

import io.postrider.names.KnownAddresses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonClientOptions;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonSender;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;

/** One AMQP connection with its senders and receivers, which reconnects until it is closed. It runs on one event loop. */
public final class BrokerLink {
    private static final int DEFAULT_PORT = 5672;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int HEARTBEAT_MILLIS = 5_000;
    private static final long FIRST_WAIT_MILLIS = 200;
    private static final long LONGEST_WAIT_MILLIS = 5_000;
    private static final long SWEEP_MILLIS = 1_000;
    private static final long STOP_LOOK_MILLIS = 20;

    /**
     * @param urls {@code amqp://host:port} or {@code amqps://host:port}; tried in turn
     * @param username of this service on the broker
     * @param password never logged
     * @param name the AMQP container id, as the broker's console shows it
     * @param publishTimeout how long a parcel may wait for its settlement
     */
    public record Settings(List<URI> urls, String username, String password, String name, Duration publishTimeout) {
        private Settings named(String other) {
            return new Settings(urls, username, password, other, publishTimeout);
        }

        @Override
        public String toString() {
            return "%s at %s".formatted(name, urls);
        }
    }

    private final Vertx vertx;
    private final Settings settings;
    private final Context context;
    private final KnownAddresses addresses;
    private final ProtonClient client;
    private final LinkLog log;
    private final Map<String, Outlet> outlets = new HashMap<>();
    private final List<Inlet> inlets = new ArrayList<>();
    private volatile ProtonConnection connection;
    private volatile String lastFailure = "not connected yet";
    private boolean closing;
    private long failures;
    private long sweeper = -1;

    public BrokerLink(Vertx vertx, Settings settings) {
        if (settings.urls().isEmpty()) {
            throw new IllegalArgumentException("postrider.broker.urls: name at least one, such as amqp://broker:5672");
        }
        this.vertx = vertx;
        this.settings = settings;
        this.context = vertx.getOrCreateContext();
        this.addresses = new KnownAddresses(vertx);
        this.client = ProtonClient.create(new BrokerVertx(vertx, addresses));
        this.log = new LinkLog();
        log.expect(settings.name());
    }

    private BrokerLink(BrokerLink first, String purpose) {
        this.vertx = first.vertx;
        this.settings = first.settings.named(first.settings.name() + "-" + purpose);
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.addresses = first.addresses;
        this.client = ProtonClient.create(new BrokerVertx(vertx, addresses));
        this.log = first.log;
        log.expect(settings.name());
    }

    /**
     * Another connection of the same service, on an event loop chosen afresh: what is on its way here does not wait for what is
     * on its way there. Opened and closed separately; what is logged of the broker is logged once for both.
     *
     * @param purpose becomes part of its name on the broker
     */
    public BrokerLink another(String purpose) {
        return new BrokerLink(this, purpose);
    }

    /** Begins to connect; returns at once. */
    public void open() {
        context.runOnContext(onLink -> {
            sweeper = vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep());
            connect();
        });
    }

    public boolean up() {
        return connection != null;
    }

    /** Why the link is down, for health data; empty while it is up. */
    public Optional<String> lastFailure() {
        return up() ? Optional.empty() : Optional.of(lastFailure);
    }

    /**
     * Publishes a durable message. Completes when the broker has settled it as accepted, which is after its journal was
     * synced. Fails with {@link LinkException} at once when the link is down or goes down, when the broker refuses, or
     * after the publish timeout; the broker may have it all the same.
     */
    public Uni<Void> publish(Parcel parcel) {
        return Uni.createFrom()
                .emitter(answer -> context.runOnContext(onLink -> {
                    ProtonConnection open = connection;
                    if (open == null || closing) {
                        answer.fail(new LinkException("the broker is not connected: " + lastFailure));
                        return;
                    }
                    outlets.computeIfAbsent(parcel.address(), address -> attach(open, address))
                            .publish(new Outlet.Pending(parcel, answer, System.nanoTime()));
                }));
    }

    /**
     * Sends a message that is not durable and completes with the answer to it. Fails with {@link LinkException} when the link
     * is down, when the broker refuses, or when nothing has come in time.
     */
    Uni<Message> ask(String address, Map<String, Object> properties, Section body, Duration patience) {
        return Uni.createFrom()
                .<Message>emitter(answer -> context.runOnContext(onLink -> {
                    if (connection == null || closing) {
                        answer.fail(new LinkException("the broker is not connected: " + lastFailure));
                        return;
                    }
                    Question question = new Question(connection, address, answer);
                    answer.onTermination(() -> context.runOnContext(over -> question.end()));
                    question.ask(properties, body);
                }))
                .ifNoItem()
                .after(patience)
                .failWith(() -> new LinkException(address + ": no answer within " + patience));
    }

    /**
     * Receives from an address for as long as the link lives. At most {@code credit} arrivals are unsettled at any time.
     * An arrival is accepted when the handler's Uni completes, and handed back as failed when it fails.
     */
    public void receive(String address, int credit, Function<Arrival, Uni<Void>> handler) {
        context.runOnContext(onLink -> {
            Inlet inlet = new Inlet(address, credit, handler, context);
            inlets.add(inlet);
            if (connection != null) {
                attach(inlet, connection);
            }
        });
    }

    /** Takes nothing more, waits for work in progress up to {@code grace}, hands back the rest and closes. */
    public Uni<Void> close(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        return Uni.createFrom()
                .emitter(answer -> context.runOnContext(onLink -> {
                    inlets.forEach(Inlet::stop);
                    closeWhenIdle(deadline, () -> answer.complete(null));
                }));
    }

    private void closeWhenIdle(long deadline, Runnable closed) {
        boolean idle = inlets.stream().allMatch(inlet -> inlet.atWork() == 0);
        if (!idle && System.nanoTime() < deadline) {
            vertx.setTimer(STOP_LOOK_MILLIS, tick -> closeWhenIdle(deadline, closed));
            return;
        }
        inlets.forEach(Inlet::handBackAll);
        // The settlements above are queued on this context; the connection closes after them.
        context.runOnContext(onLink -> {
            closing = true;
            vertx.cancelTimer(sweeper);
            outlets.values().forEach(outlet -> outlet.failAll("the link is being closed"));
            if (connection == null) {
                closed.run();
                return;
            }
            ProtonConnection last = connection;
            last.closeHandler(done -> last.disconnect());
            // Also when the link is lost before the broker has answered.
            last.disconnectHandler(gone -> {
                connection = null;
                closed.run();
            });
            last.close();
        });
    }

    private void connect() {
        if (closing) {
            return;
        }
        URI url = settings.urls().get((int) (failures % settings.urls().size()));
        ProtonClientOptions options = new ProtonClientOptions();
        options.setConnectTimeout(CONNECT_TIMEOUT_MILLIS).setTcpNoDelay(true);
        options.setHeartbeat(HEARTBEAT_MILLIS);
        // Holds while the connection is opened, too, where no heartbeat is asked for yet.
        options.setReadIdleTimeout(2 * HEARTBEAT_MILLIS).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        if ("amqps".equals(url.getScheme())) {
            options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
        }
        client.connect(options, url.getHost(), port(url), settings.username(), settings.password(), connected -> {
            if (connected.failed()) {
                lost(null, url + " " + connected.cause().getMessage());
            } else {
                GatheredWrites.on(context, port(url));
                open(connected.result(), url);
            }
        });
    }

    private static int port(URI url) {
        return url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
    }

    private void open(ProtonConnection opening, URI url) {
        opening.setContainer(settings.name() + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        opening.openHandler(opened -> {
            if (opened.failed()) {
                lost(opening, url + " " + opened.cause().getMessage());
                return;
            }
            log.connected(settings.name(), url);
            connection = opening;
            failures = 0;
            inlets.forEach(inlet -> attach(inlet, opening));
        });
        opening.disconnectHandler(gone -> lost(opening, url + " disconnected"));
        opening.closeHandler(closed -> lost(opening, url + " closed by the broker" + reason(closed)));
        opening.open();
    }

    private void lost(ProtonConnection which, String why) {
        if (closing || (which != null && connection != null && which != connection)) {
            return;
        }
        if (which != null) {
            // Each of the handlers may call once more; the first one counts.
            which.disconnectHandler(gone -> {});
            which.closeHandler(gone -> {});
            which.disconnect();
        }
        log.lost(settings.name(), why);
        lastFailure = why;
        connection = null;
        failures++;
        List<Outlet> failing = new ArrayList<>(outlets.values());
        outlets.clear();
        failing.forEach(outlet -> outlet.failAll("the link is lost: " + why));
        inlets.forEach(Inlet::lost);
        vertx.setTimer(waitMillis(), tick -> connect());
    }

    private long waitMillis() {
        long most = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(failures, 10));
        return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    }

    private Outlet attach(ProtonConnection open, String address) {
        ProtonSender sender = open.createSender(address);
        Outlet outlet = new Outlet(address, sender);
        sender.openHandler(opened -> {
            if (opened.succeeded()) {
                outlet.opened();
            }
        });
        sender.closeHandler(closed -> {
            outlets.remove(address, outlet);
            outlet.failAll("the broker ended the link" + reason(closed));
            sender.close();
        });
        sender.open();
        return outlet;
    }

    private void attach(Inlet inlet, ProtonConnection to) {
        inlet.attach(
                to,
                () -> vertx.setTimer(LONGEST_WAIT_MILLIS, tick -> {
                    if (connection == to) {
                        attach(inlet, to);
                    }
                }));
    }

    private void sweep() {
        long deadline = System.nanoTime()
                - TimeUnit.MILLISECONDS.toNanos(settings.publishTimeout().toMillis());
        outlets.values().forEach(outlet -> outlet.failBefore(deadline));
    }

    private static String reason(AsyncResult<?> closed) {
        return closed.cause() == null ? "" : ": " + closed.cause().getMessage();
    }
}
