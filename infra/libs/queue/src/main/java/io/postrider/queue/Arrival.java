package io.postrider.queue;

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

/** A message that the broker delivered and that waits for its settlement. */
public final class Arrival implements Custody {
    /** Then it is dead: {@code max-delivery-attempts} of {@code broker.xml}, which a test compares. */
    public static final int MOST_DELIVERIES = 10;

    private static final byte[] NOTHING = new byte[0];

    private final String address;
    private final byte[] body;
    private final Map<String, Object> properties;
    private final Map<Symbol, Object> annotations;
    private final long earlierDeliveries;
    private final ProtonDelivery delivery;
    private final Runnable giveCredit;
    private final Context context;
    private volatile boolean settled;
    private volatile boolean stopping;
    private volatile boolean leftUndone;
    private boolean roomMade;

    Arrival(String address, ProtonDelivery delivery, Message message, Context context, Runnable giveCredit) {
        this.address = address;
        this.context = context;
        this.delivery = delivery;
        this.giveCredit = giveCredit;
        this.body = bytes(message.getBody());
        this.properties = message.getApplicationProperties() == null
                ? Map.of()
                : message.getApplicationProperties().getValue();
        this.annotations = message.getMessageAnnotations() == null
                ? Map.of()
                : message.getMessageAnnotations().getValue();
        this.earlierDeliveries = message.getDeliveryCount();
    }

    public String address() {
        return address;
    }

    public byte[] body() {
        return body;
    }

    /** How often it was delivered before, as far as the broker remembers. */
    public long earlierDeliveries() {
        return earlierDeliveries;
    }

    /** This one included. */
    long deliveries() {
        return earlierDeliveries + 1;
    }

    /** Whether the broker delivers it no more if it fails now. */
    boolean lastDelivery() {
        return deliveries() >= MOST_DELIVERIES;
    }

    /** As a text, or null. */
    String property(String name) {
        Object value = properties.get(name);
        return value == null ? null : value.toString();
    }

    /** What the broker, or a client's library, has written on it, as a text, or null. */
    String annotation(String name) {
        Object value = annotations.get(Symbol.valueOf(name));
        return value == null ? null : value.toString();
    }

    @Override
    public boolean ours() {
        if (stopping) {
            leftUndone = true;
        }
        return !settled && !stopping;
    }

    @Override
    public void makeRoom() {
        context.runOnContext(onLink -> {
            if (!settled) {
                giveCreditOnce();
            }
        });
    }

    /** Whether it still holds its credit. On the link's context. */
    boolean hasItsPlace() {
        return !roomMade;
    }

    /** Whether it was handed back, or the broker will deliver it again since the link is lost. */
    boolean settled() {
        return settled;
    }

    /** The broker will deliver it again. */
    void lost() {
        settled = true;
    }

    /** The worker should stop at the next good moment. */
    void stop() {
        stopping = true;
    }

    /** The work on it is over: it is accepted, unless something was left undone since the service is to stop. */
    void done() {
        if (leftUndone) {
            release();
        } else {
            settle(() -> ProtonHelper.accepted(delivery, true));
        }
    }

    /** Hands it back as failed: counted, delivered again after the redelivery delay, dead after the tenth time. */
    void fail() {
        settle(() -> ProtonHelper.modified(delivery, true, true, false));
    }

    /** Hands it back as if it had never been delivered. */
    void release() {
        settle(() -> ProtonHelper.released(delivery, true));
    }

    private void settle(Runnable disposition) {
        context.runOnContext(onLink -> {
            if (!settled) {
                settled = true;
                disposition.run();
                giveCreditOnce();
            }
        });
    }

    private void giveCreditOnce() {
        if (!roomMade) {
            roomMade = true;
            giveCredit.run();
        }
    }

    private static byte[] bytes(Section section) {
        if (section instanceof Data data && data.getValue() != null) {
            byte[] bytes = new byte[data.getValue().getLength()];
            data.getValue().asByteBuffer().get(bytes);
            return bytes;
        }
        if (section instanceof AmqpValue value && value.getValue() != null) {
            // No service sends these; an operator who inspects the dead letters should see what was sent.
            return value.getValue().toString().getBytes(StandardCharsets.UTF_8);
        }
        return NOTHING;
    }
}
