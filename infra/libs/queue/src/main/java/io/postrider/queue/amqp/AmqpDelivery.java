package io.postrider.queue.amqp;

import io.postrider.queue.ReceivedMessage;
import io.vertx.core.Context;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonHelper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;

/** An AMQP delivery awaiting settlement. */
final class AmqpDelivery implements ReceivedMessage {
    // Artemis sets these on a message that it moves, and then restarts the delivery count.
    private static final Symbol MOVED_FROM = Symbol.valueOf("x-opt-ORIG-ADDRESS");
    private static final Symbol EXPIRED_AT = Symbol.valueOf("x-opt-ACTUAL-EXPIRY");

    private static final byte[] NOTHING = new byte[0];

    private final String address;
    private final byte[] body;
    private final Map<String, Object> properties;
    private final Map<Symbol, Object> annotations;
    private final long earlierDeliveries;
    private final ProtonDelivery delivery;
    private final Runnable returnCredit;
    private final Context context;
    private volatile boolean settled;
    private volatile boolean stopping;
    private volatile boolean leftUndone;
    private boolean creditReleased;

    AmqpDelivery(String address, ProtonDelivery delivery, Message message, Context context, Runnable returnCredit) {
        this.address = address;
        this.context = context;
        this.delivery = delivery;
        this.returnCredit = returnCredit;
        this.body = bytes(message.getBody());
        this.properties = message.getApplicationProperties() == null
                ? Map.of()
                : message.getApplicationProperties().getValue();
        this.annotations = message.getMessageAnnotations() == null
                ? Map.of()
                : message.getMessageAnnotations().getValue();
        this.earlierDeliveries = message.getDeliveryCount();
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public long earlierDeliveries() {
        return earlierDeliveries;
    }

    @Override
    public String property(String name) {
        Object value = properties.get(name);
        return value == null ? null : value.toString();
    }

    @Override
    public String movedFrom() {
        Object address = annotations.get(MOVED_FROM);
        return address == null ? null : address.toString();
    }

    @Override
    public boolean expired() {
        return annotations.get(EXPIRED_AT) != null;
    }

    @Override
    public boolean ours() {
        if (stopping) {
            leftUndone = true;
        }
        return !settled && !stopping;
    }

    @Override
    public void releaseCredit() {
        context.runOnContext(onLink -> {
            if (!settled) {
                releaseCreditOnce();
            }
        });
    }

    /** Whether it still holds its credit. Call on the link's context. */
    boolean holdsCredit() {
        return !creditReleased;
    }

    /** Whether it was returned, or will be redelivered because the link is lost. */
    boolean settled() {
        return settled;
    }

    /** Called when the broker will redeliver it. */
    void lost() {
        settled = true;
    }

    /** Requests the worker to stop at the next opportunity. */
    void stop() {
        stopping = true;
    }

    /** Called when the work is done: accepts it, unless some work was left undone because the service is stopping. */
    void done() {
        if (leftUndone) {
            release();
        } else {
            settle(() -> ProtonHelper.accepted(delivery, true));
        }
    }

    /**
     * Returns it as failed: the delivery is counted; it is redelivered after the redelivery delay, and dead after the
     * tenth failure.
     */
    void fail() {
        settle(() -> ProtonHelper.modified(delivery, true, true, false));
    }

    /** Returns it without counting the delivery. */
    void release() {
        settle(() -> ProtonHelper.released(delivery, true));
    }

    private void settle(Runnable disposition) {
        context.runOnContext(onLink -> {
            if (!settled) {
                settled = true;
                disposition.run();
                releaseCreditOnce();
            }
        });
    }

    private void releaseCreditOnce() {
        if (!creditReleased) {
            creditReleased = true;
            returnCredit.run();
        }
    }

    private static byte[] bytes(Section section) {
        if (section instanceof Data data && data.getValue() != null) {
            byte[] bytes = new byte[data.getValue().getLength()];
            data.getValue().asByteBuffer().get(bytes);
            return bytes;
        }
        if (section instanceof AmqpValue value && value.getValue() != null) {
            // No service sends these types; they are shown so that an operator who inspects dead letters sees what was
            // sent.
            return value.getValue().toString().getBytes(StandardCharsets.UTF_8);
        }
        return NOTHING;
    }
}
