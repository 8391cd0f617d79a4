package io.postrider.queue.amqp;

import io.postrider.queue.BrokerException;
import io.postrider.queue.OutgoingMessage;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonHelper;
import io.vertx.proton.ProtonSender;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.message.Message;

/**
 * The sender link of one address: messages waiting for credit, and messages awaiting settlement. On the link's context
 * only.
 */
final class SenderLink {
    /** Artemis drops a second message with the same value of this property on the same address. */
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    /** Maximum messages waiting for credit on one address; the callers' windows are far below. */
    private static final int MAX_WAITING = 10_000;

    static final class Pending {
        private final OutgoingMessage outgoing;
        private final UniEmitter<? super Void> answer;
        private final long since;

        Pending(OutgoingMessage outgoing, UniEmitter<? super Void> answer, long since) {
            this.outgoing = outgoing;
            this.answer = answer;
            this.since = since;
        }
    }

    private final String address;
    private final ProtonSender sender;
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private final Set<Pending> unsettled = new LinkedHashSet<>();
    private boolean open;

    SenderLink(String address, ProtonSender sender) {
        this.address = address;
        this.sender = sender;
    }

    void opened() {
        open = true;
        sender.sendQueueDrainHandler(ready -> sendWaiting());
        sendWaiting();
    }

    void publish(Pending pending) {
        if (waiting.size() >= MAX_WAITING) {
            pending.answer.fail(new BrokerException(
                    "%s: %d messages are waiting for credit from the broker".formatted(address, waiting.size())));
            return;
        }
        waiting.add(pending);
        sendWaiting();
    }

    void failAll(String reason) {
        BrokerException lost = new BrokerException(address + ": " + reason);
        List<Pending> all = new ArrayList<>(unsettled);
        all.addAll(waiting);
        unsettled.clear();
        waiting.clear();
        all.forEach(pending -> pending.answer.fail(lost));
    }

    /**
     * Fails messages that have been waiting since before {@code deadline}; both collections are in chronological order.
     */
    void failBefore(long deadline) {
        BrokerException late = new BrokerException(address + ": the broker did not settle in time");
        while (!unsettled.isEmpty() && unsettled.iterator().next().since < deadline) {
            Pending pending = unsettled.iterator().next();
            unsettled.remove(pending);
            pending.answer.fail(late);
        }
        while (!waiting.isEmpty() && waiting.peek().since < deadline) {
            waiting.poll().answer.fail(late);
        }
    }

    private void sendWaiting() {
        while (open && !waiting.isEmpty() && !sender.sendQueueFull()) {
            Pending pending = waiting.poll();
            unsettled.add(pending);
            sender.send(message(pending.outgoing), delivery -> settled(pending, delivery));
        }
    }

    private void settled(Pending pending, ProtonDelivery delivery) {
        if (!unsettled.remove(pending)) {
            return;
        }
        DeliveryState state = delivery.getRemoteState();
        if (state instanceof Accepted) {
            pending.answer.complete(null);
        } else if (state instanceof Rejected rejected && rejected.getError() != null) {
            pending.answer.fail(new BrokerException(
                    address + ": the broker refused: " + rejected.getError().getDescription()));
        } else {
            pending.answer.fail(new BrokerException(address + ": the broker did not accept: " + state));
        }
    }

    private static Message message(OutgoingMessage outgoing) {
        Message message = ProtonHelper.message();
        message.setDurable(true);
        message.setPriority((short) outgoing.priority());
        message.setMessageId(outgoing.duplicateId());
        Map<String, Object> properties = new HashMap<>(outgoing.properties());
        properties.put(DUPLICATE_ID, outgoing.duplicateId());
        message.setApplicationProperties(new ApplicationProperties(properties));
        message.setBody(new Data(new Binary(outgoing.body())));
        return message;
    }
}
