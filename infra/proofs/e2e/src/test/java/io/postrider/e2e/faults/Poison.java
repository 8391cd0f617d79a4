package io.postrider.e2e.faults;

import io.postrider.e2e.faults.rig.Operator;
import io.postrider.local.LocalBroker;
import io.postrider.mail.Addresses;
import io.postrider.mail.Lane;
import io.postrider.queue.OutgoingMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Messages that are not batches, and batches of messages that were never accepted. */
final class Poison {
    private static final int MEGABYTE = 1 << 20;

    private static final List<byte[]> BODIES = List.of(
            new byte[0],
            new byte[] {0, (byte) 0xff, (byte) 0xfe, 1},
            bytes("{}"),
            bytes("{\"id\": 5, \"message\": [], \"recipients\": \"none\"}"),
            bytes("[".repeat(100_000)),
            bytes("\"" + "x".repeat(MEGABYTE) + "\""));

    /** Messages in all. */
    static final int COUNT = 2 * Lane.values().length * BODIES.size();

    private Poison() {}

    /** On every queue that a service reads. */
    static void everywhere(LocalBroker broker) {
        List<OutgoingMessage> messages = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            for (String address : List.of(Addresses.submitted(lane), Addresses.outbound(lane))) {
                BODIES.forEach(body -> messages.add(
                        OutgoingMessage.of(address, body, UUID.randomUUID().toString())));
            }
        }
        Operator.publish(broker, messages);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
