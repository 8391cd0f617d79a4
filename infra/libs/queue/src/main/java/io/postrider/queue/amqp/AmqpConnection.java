package io.postrider.queue.amqp;

import io.postrider.names.KnownAddresses;
import io.postrider.queue.BrokerConnection;
import io.postrider.queue.BrokerException;
import io.postrider.queue.OutgoingMessage;
import io.postrider.queue.QueueDepth;
import io.postrider.queue.ReceivedMessage;
import io.smallrye.mutiny.Uni;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonSender;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;

/** An AMQP 1.0 connection to Artemis with its sender and receiver links, on one event loop. */
public final class AmqpConnection implements BrokerConnection {
    private static final long ATTACH_WAIT_MILLIS = 5_000;
    private static final long SWEEP_MILLIS = 1_000;
    private static final long IDLE_CHECK_MILLIS = 20;

    /**
     * @param urls {@code amqp://host:port} or {@code amqps://host:port}; tried in turn
     * @param username of this service on the broker
     * @param password never logged
     * @param name the AMQP container id, as the broker's console shows it
     * @param publishTimeout how long a message may wait for its settlement
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
    private final Connector connector;
    private final ConnectionLog log;
    private final Map<String, SenderLink> senders = new HashMap<>();
    private final List<ReceiverLink> receivers = new ArrayList<>();
    private volatile ProtonConnection connection;
    private volatile String lastFailure = "not connected yet";
    private boolean closing;
    private long sweeper = -1;

    public AmqpConnection(Vertx vertx, Settings settings) {
        this(vertx, settings, vertx.getOrCreateContext(), new KnownAddresses(vertx), new ConnectionLog());
    }

    private AmqpConnection(
            Vertx vertx, Settings settings, Context context, KnownAddresses addresses, ConnectionLog log) {
        if (settings.urls().isEmpty()) {
            throw new IllegalArgumentException("postrider.broker.urls: name at least one, such as amqp://broker:5672");
        }
        this.vertx = vertx;
        this.settings = settings;
        this.context = context;
        this.addresses = addresses;
        this.connector = new Connector(vertx, context, settings, addresses);
        this.log = log;
        log.expect(settings.name());
    }

    @Override
    public BrokerConnection another(String purpose) {
        Context otherLoop = ((VertxInternal) vertx).createEventLoopContext();
        Settings named = settings.named(settings.name() + "-" + purpose);
        return new AmqpConnection(vertx, named, otherLoop, addresses, log);
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public void open() {
        context.runOnContext(onContext -> {
            sweeper = vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep());
            connect();
        });
    }

    @Override
    public boolean up() {
        return connection != null;
    }

    @Override
    public Optional<String> lastFailure() {
        return up() ? Optional.empty() : Optional.of(lastFailure);
    }

    @Override
    public Uni<Void> publish(OutgoingMessage message) {
        return Uni.createFrom()
                .emitter(answer -> context.runOnContext(onContext -> {
                    ProtonConnection open = connection;
                    if (open == null || closing) {
                        answer.fail(new BrokerException("not connected to the broker: " + lastFailure));
                        return;
                    }
                    senders.computeIfAbsent(message.address(), address -> attach(open, address))
                            .publish(new SenderLink.Pending(message, answer, System.nanoTime()));
                }));
    }

    /**
     * Sends a non-durable message and completes with its reply. Fails with {@link BrokerException} if the connection is
     * down, the broker refuses, or there is no reply in time.
     */
    Uni<Message> ask(String address, Map<String, Object> properties, Section body, Duration patience) {
        return Uni.createFrom()
                .<Message>emitter(answer -> context.runOnContext(onContext -> {
                    if (connection == null || closing) {
                        answer.fail(new BrokerException("not connected to the broker: " + lastFailure));
                        return;
                    }
                    ManagementRequest request = new ManagementRequest(connection, address, answer);
                    answer.onTermination(() -> context.runOnContext(over -> request.end()));
                    request.ask(properties, body);
                }))
                .ifNoItem()
                .after(patience)
                .failWith(() -> new BrokerException(address + ": no answer within " + patience));
    }

    @Override
    public Uni<Collection<QueueDepth>> depths() {
        return QueueDepths.read(this);
    }

    @Override
    public void receive(String address, int credit, Function<ReceivedMessage, Uni<Void>> handler) {
        context.runOnContext(onContext -> {
            ReceiverLink receiver = new ReceiverLink(address, credit, handler, context);
            receivers.add(receiver);
            if (connection != null) {
                attach(receiver, connection);
            }
        });
    }

    @Override
    public Uni<Void> close(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        return Uni.createFrom()
                .emitter(answer -> context.runOnContext(onContext -> {
                    receivers.forEach(ReceiverLink::stop);
                    closeWhenIdle(deadline, () -> answer.complete(null));
                }));
    }

    private void closeWhenIdle(long deadline, Runnable closed) {
        boolean idle = receivers.stream().allMatch(receiver -> receiver.atWork() == 0);
        if (!idle && System.nanoTime() < deadline) {
            vertx.setTimer(IDLE_CHECK_MILLIS, tick -> closeWhenIdle(deadline, closed));
            return;
        }
        receivers.forEach(ReceiverLink::handBackAll);
        // The settlements above are queued on this context; the connection closes after them.
        context.runOnContext(onContext -> {
            closing = true;
            vertx.cancelTimer(sweeper);
            senders.values().forEach(sender -> sender.failAll("the connection is closing"));
            if (connection == null) {
                closed.run();
                return;
            }
            ProtonConnection last = connection;
            last.closeHandler(done -> last.disconnect());
            // Also called if the connection is lost before the broker has answered.
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
        URI url = connector.next();
        connector.connect(url, (connected, failure) -> {
            if (failure != null) {
                lost(null, url + " " + failure.getMessage());
            } else {
                open(connected, url);
            }
        });
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
            connector.succeeded();
            receivers.forEach(receiver -> attach(receiver, opening));
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
            // Several handlers may call this; only the first call has an effect.
            which.disconnectHandler(gone -> {});
            which.closeHandler(gone -> {});
            which.disconnect();
        }
        log.lost(settings.name(), why);
        lastFailure = why;
        connection = null;
        connector.failed();
        List<SenderLink> failing = new ArrayList<>(senders.values());
        senders.clear();
        failing.forEach(sender -> sender.failAll("connection lost: " + why));
        receivers.forEach(ReceiverLink::lost);
        vertx.setTimer(connector.waitMillis(), tick -> connect());
    }

    private SenderLink attach(ProtonConnection open, String address) {
        ProtonSender attached = open.createSender(address);
        SenderLink sender = new SenderLink(address, attached);
        attached.openHandler(opened -> {
            if (opened.succeeded()) {
                sender.opened();
            }
        });
        attached.closeHandler(closed -> {
            senders.remove(address, sender);
            sender.failAll("the broker closed the link" + reason(closed));
            attached.close();
        });
        attached.open();
        return sender;
    }

    private void attach(ReceiverLink receiver, ProtonConnection to) {
        receiver.attach(
                to,
                () -> vertx.setTimer(ATTACH_WAIT_MILLIS, tick -> {
                    if (connection == to) {
                        attach(receiver, to);
                    }
                }));
    }

    private void sweep() {
        long deadline = System.nanoTime()
                - TimeUnit.MILLISECONDS.toNanos(settings.publishTimeout().toMillis());
        senders.values().forEach(sender -> sender.failBefore(deadline));
    }

    private static String reason(AsyncResult<?> closed) {
        return closed.cause() == null ? "" : ": " + closed.cause().getMessage();
    }
}
