package io.postrider.queue;

import io.postrider.mail.Limits;
import java.util.Map;
import java.util.Objects;

/**
 * One message to publish, always durable.
 *
 * @param address its destination
 * @param body its bytes
 * @param duplicateId the broker drops a second message with the same id on the same address
 * @param priority AMQP priority, 0 to 9
 * @param properties further application properties
 */
public record OutgoingMessage(
        String address, byte[] body, String duplicateId, int priority, Map<String, String> properties) {
    public OutgoingMessage {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(duplicateId, "duplicateId");
        properties = Map.copyOf(properties);
    }

    public static OutgoingMessage of(String address, byte[] body, String duplicateId) {
        return new OutgoingMessage(address, body, duplicateId, Limits.DEFAULT_PRIORITY, Map.of());
    }

    public OutgoingMessage withPriority(int chosen) {
        return new OutgoingMessage(address, body, duplicateId, chosen, properties);
    }

    public OutgoingMessage withProperties(Map<String, String> chosen) {
        return new OutgoingMessage(address, body, duplicateId, priority, chosen);
    }
}
