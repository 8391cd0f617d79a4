package io.postrider.queue.amqp;

import io.vertx.core.Vertx;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The links of an {@link AmqpConnection}: a sender for each address that is published to, and the receivers. When the
 * connection is lost, senders fail what they have; receivers are attached to the next connection. On its context only.
 */
final class AmqpLinks {
    private static final long ATTACH_WAIT_MILLIS = 5_000;

    private final Vertx vertx;
    private final Supplier<ProtonConnection> connection;
    private final Map<String, SenderLink> senders = new HashMap<>();
    private final List<ReceiverLink> receivers = new ArrayList<>();

    /** @param connection the open connection, or null */
    AmqpLinks(Vertx vertx, Supplier<ProtonConnection> connection) {
        this.vertx = vertx;
        this.connection = connection;
    }

    void publish(ProtonConnection open, SenderLink.Pending pending) {
        senders.computeIfAbsent(pending.address(), address -> attach(open, address))
                .publish(pending);
    }

    /** Attaches it now if there is a connection, and to each that follows. */
    void add(ReceiverLink receiver) {
        receivers.add(receiver);
        ProtonConnection open = connection.get();
        if (open != null) {
            attach(receiver, open);
        }
    }

    void connected(ProtonConnection to) {
        receivers.forEach(receiver -> attach(receiver, to));
    }

    void lost(String why) {
        List<SenderLink> failing = new ArrayList<>(senders.values());
        senders.clear();
        failing.forEach(sender -> sender.failAll("connection lost: " + why));
        receivers.forEach(ReceiverLink::lost);
    }

    /** Fails the messages that have waited for their settlement longer than this. */
    void expire(Duration longest) {
        long deadline = System.nanoTime() - longest.toNanos();
        senders.values().forEach(sender -> sender.failBefore(deadline));
    }

    void stopReceiving() {
        receivers.forEach(ReceiverLink::stop);
    }

    /** Whether no received message is being worked on. */
    boolean idle() {
        return receivers.stream().allMatch(receiver -> receiver.atWork() == 0);
    }

    void handBackAll() {
        receivers.forEach(ReceiverLink::handBackAll);
    }

    void failPublishing(String why) {
        senders.values().forEach(sender -> sender.failAll(why));
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
            sender.failAll("the broker closed the link" + AmqpConnection.reason(closed));
            attached.close();
        });
        attached.open();
        return sender;
    }

    private void attach(ReceiverLink receiver, ProtonConnection to) {
        receiver.attach(
                to,
                () -> vertx.setTimer(ATTACH_WAIT_MILLIS, tick -> {
                    if (connection.get() == to) {
                        attach(receiver, to);
                    }
                }));
    }
}
