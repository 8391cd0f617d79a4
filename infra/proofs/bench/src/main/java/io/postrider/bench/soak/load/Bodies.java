package io.postrider.bench.soak.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.bench.soak.load.Reader.Kind;
import io.postrider.bench.subject.Newsletter;

/** Request bodies, of the sizes of B1. */
final class Bodies {
    static final int RECIPIENTS = 1_000;

    /** The number of messages with equal content, like the parts of a large campaign. */
    private static final int MESSAGES_PER_CONTENT = 20;

    private static final int DOOMED_AT_ONCE = 20;

    private Bodies() {}

    /** A part of a campaign, to the readers from this serial on. */
    static byte[] campaign(int first) {
        ObjectNode message = Newsletter.message("bulk");
        int content = first / RECIPIENTS / MESSAGES_PER_CONTENT;
        message.put("text", "No. " + content + "\n" + message.get("text").asText());
        message.put("campaign", "garden-" + content);
        ArrayNode to = message.putArray("to");
        for (int serial = first; serial < first + RECIPIENTS; serial++) {
            add(to, Reader.inCampaign(serial));
        }
        return Newsletter.bytes(message);
    }

    /** One mail that its application has rendered itself: no other says the same. */
    static byte[] code(int serial) {
        ObjectNode message = Newsletter.message("transactional");
        message.put(
                "text", "Your code is " + serial + ".\n" + message.get("text").asText());
        add(message.putArray("to"), new Reader(Kind.CODE, serial));
        return Newsletter.bytes(message);
    }

    /** A small message that expires within a minute, to recipients for which no server accepts mail. */
    static byte[] doomed(int number) {
        ObjectNode message = Newsletter.message("bulk");
        message.put("expires_in", "PT1M");
        ArrayNode to = message.putArray("to");
        for (int i = 0; i < DOOMED_AT_ONCE; i++) {
            add(to, new Reader(Kind.DOOMED, number * DOOMED_AT_ONCE + i));
        }
        return Newsletter.bytes(message);
    }

    private static void add(ArrayNode to, Reader reader) {
        ObjectNode recipient = to.addObject();
        Newsletter.recipient(recipient, Integer.toString(reader.serial()), 0);
        recipient.put("email", reader.address());
    }
}
