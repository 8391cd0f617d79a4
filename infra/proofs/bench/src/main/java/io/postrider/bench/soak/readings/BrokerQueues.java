package io.postrider.bench.soak.readings;

import io.postrider.local.LocalBroker;
import io.postrider.mail.Addresses;
import io.postrider.queue.BrokerConnection;
import io.postrider.queue.QueueDepth;
import io.postrider.queue.amqp.AmqpConnection;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Messages on the broker, asked for by its operator over a connection that stays open. */
public final class BrokerQueues implements Source, AutoCloseable {
    private static final String OPERATOR = "operator";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final BrokerConnection link;

    public BrokerQueues(LocalBroker broker) {
        link = new AmqpConnection(
                vertx,
                new AmqpConnection.Settings(
                        List.of(broker.url()), OPERATOR, broker.password(OPERATOR), "soak", PATIENCE));
        link.open();
    }

    /** A retry waits as a scheduled message on the address that it is for. */
    @Override
    public void read(Map<String, Double> into) {
        Collection<QueueDepth> all = ask();
        into.put("queue.submitted", sum(all, named("mail.submitted."), BrokerQueues::now));
        into.put("queue.outbound", sum(all, named("mail.outbound."), BrokerQueues::now));
        into.put("queue.retries", sum(all, named(""), QueueDepth::scheduled));
        into.put("queue.dead", sum(all, named(Addresses.DEAD), QueueDepth::messages));
    }

    /** All that the broker keeps. */
    public long messages() {
        return ask().stream().mapToLong(QueueDepth::messages).sum();
    }

    private Collection<QueueDepth> ask() {
        return link.depths().await().atMost(PATIENCE);
    }

    private static long now(QueueDepth depth) {
        return depth.waiting() + depth.delivering();
    }

    private static Predicate<QueueDepth> named(String prefix) {
        return depth -> depth.address().startsWith(prefix);
    }

    private static double sum(
            Collection<QueueDepth> all, Predicate<QueueDepth> which, ToLongFunction<QueueDepth> messages) {
        return all.stream().filter(which).mapToLong(messages).sum();
    }

    @Override
    public void close() {
        link.close(Duration.ZERO).await().atMost(PATIENCE);
        vertx.close();
    }
}
