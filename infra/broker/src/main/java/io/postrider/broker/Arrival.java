package io.postrider.broker;

import io.vertx.core.Context;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonHelper;
import java.nio.charset.StandardCharsets;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;

/** A message that the broker delivered and that waits for its settlement. */
public final class Arrival {
    private static final byte[] NOTHING = new byte[0];

    private final String address;
    private final byte[] body;
    private final long earlierDeliveries;
    private final ProtonDelivery delivery;
    private final Runnable giveCredit;
    private volatile boolean ours = true;

    Arrival(String address, ProtonDelivery delivery, Message message, Runnable giveCredit) {
        this.address = address;
        this.delivery = delivery;
        this.giveCredit = giveCredit;
        this.body = bytes(message.getBody());
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

    /**
     * Whether it can still be settled. Once false the broker will deliver it again, maybe to another service: whoever
     * works on it stops at the next recipient.
     */
    public boolean ours() {
        return ours;
    }

    void lost() {
        ours = false;
    }

    void accept(Context context) {
        settle(context, () -> ProtonHelper.accepted(delivery, true));
    }

    /** Hands it back as failed: counted, delivered again after the redelivery delay, dead after the tenth time. */
    void fail(Context context) {
        settle(context, () -> ProtonHelper.modified(delivery, true, true, false));
    }

    /** Hands it back as if it had never been delivered. */
    void release(Context context) {
        settle(context, () -> ProtonHelper.released(delivery, true));
    }

    private void settle(Context context, Runnable disposition) {
        context.runOnContext(onLink -> {
            if (ours) {
                ours = false;
                disposition.run();
                giveCredit.run();
            }
        });
    }

    private static byte[] bytes(Section section) {
        if (section instanceof Data data && data.getValue() != null) {
            byte[] bytes = new byte[data.getValue().getLength()];
            data.getValue().asByteBuffer().get(bytes);
            return bytes;
        }
        if (section instanceof AmqpValue value && value.getValue() instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return NOTHING;
    }
}
