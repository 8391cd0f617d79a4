package io.postrider.queue.amqp;

import io.postrider.queue.ReceivedMessage;
import io.postrider.text.OutsideText;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonReceiver;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.qpid.proton.message.Message;
import org.jboss.logging.Logger;

/** The receiver of one address. Each settlement returns one credit. On the link's context only. */
final class ReceiverLink {
    private static final Logger LOG = Logger.getLogger(ReceiverLink.class);
    private static final long DRAIN_MILLIS = 2_000;

    private final String address;
    private final int credit;
    private final Function<ReceivedMessage, Uni<Void>> handler;
    private final Context context;
    private final Set<AmqpDelivery> atWork = new HashSet<>();
    /** Deliveries whose link was lost while they were in progress; each still consumes one credit. */
    private final Set<AmqpDelivery> lingering = new HashSet<>();

    private ProtonReceiver receiver;
    private boolean flowing;
    private boolean stopping;

    ReceiverLink(String address, int credit, Function<ReceivedMessage, Uni<Void>> handler, Context context) {
        this.address = address;
        this.credit = credit;
        this.handler = handler;
        this.context = context;
    }

    void attach(ProtonConnection connection, Runnable onDetach) {
        if (stopping) {
            return;
        }
        ProtonReceiver attached = connection.createReceiver(address);
        receiver = attached;
        attached.setAutoAccept(false).setPrefetch(0);
        attached.handler((delivery, message) -> arrived(attached, delivery, message));
        attached.openHandler(opened -> {
            if (opened.succeeded()) {
                flowing = true;
                flow(attached, Math.max(0, credit - lingering.size()));
            }
        });
        attached.closeHandler(closed -> {
            if (closed.failed()) {
                LOG.errorf("the broker closed the receiver on %s: %s", address, OutsideText.forLog(closed.cause()));
            }
            lost();
            attached.close();
            onDetach.run();
        });
        attached.open();
    }

    /** Called when the link is lost: the broker will redeliver the messages in progress. */
    void lost() {
        receiver = null;
        flowing = false;
        atWork.stream().filter(AmqpDelivery::holdsCredit).forEach(lingering::add);
        atWork.forEach(AmqpDelivery::lost);
        atWork.clear();
    }

    /** Stops receiving; work in progress is finished. */
    void stop() {
        stopping = true;
        atWork.forEach(AmqpDelivery::stop);
        if (receiver != null) {
            receiver.drain(DRAIN_MILLIS, drained -> {});
        }
    }

    int atWork() {
        return atWork.size();
    }

    void handBackAll() {
        atWork.forEach(AmqpDelivery::release);
        atWork.clear();
    }

    private void arrived(ProtonReceiver from, ProtonDelivery received, Message message) {
        AmqpDelivery delivery = new AmqpDelivery(address, received, message, context, () -> giveCredit(from));
        if (stopping) {
            delivery.release();
            return;
        }
        atWork.add(delivery);
        handle(delivery)
                .subscribe()
                .with(
                        done -> finish(delivery, delivery::done),
                        failure -> finish(delivery, () -> {
                            // If the link is lost, the broker already has it back, and the loss is logged elsewhere.
                            Logger.Level level = delivery.settled() ? Logger.Level.DEBUG : Logger.Level.ERROR;
                            LOG.logf(level, failure, "a batch from %s failed and was returned to the broker", address);
                            delivery.fail();
                        }));
    }

    private void giveCredit(ProtonReceiver to) {
        flow(to, 1);
    }

    private void flow(ProtonReceiver to, int credits) {
        if (!stopping && credits > 0) {
            to.flow(credits);
        }
    }

    private Uni<Void> handle(AmqpDelivery delivery) {
        try {
            return handler.apply(delivery);
        } catch (RuntimeException e) {
            return Uni.createFrom().failure(e);
        }
    }

    private void finish(AmqpDelivery delivery, Runnable settlement) {
        context.runOnContext(onLink -> {
            atWork.remove(delivery);
            if (lingering.remove(delivery) && lingering.size() < credit && flowing) {
                flow(receiver, 1);
            }
        });
        settlement.run();
    }
}
