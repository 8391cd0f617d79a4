package io.postrider.ingest.intake.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Bodies of submissions that a test changes in one place. */
public final class Bodies {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Bodies() {}

    public static ObjectNode message(int recipients) {
        ObjectNode message = JSON.createObjectNode();
        message.putObject("from").put("email", "news@shop.example");
        to(message, recipients);
        return message.put("subject", "Hello").put("text", "Hi");
    }

    static ObjectNode to(ObjectNode message, int recipients) {
        ArrayNode to = message.putArray("to");
        for (int i = 0; i < recipients; i++) {
            to.addObject().put("email", "person%d@mail.example".formatted(i));
        }
        return message;
    }

    static ObjectNode batch(int messages, int recipients) {
        ObjectNode batch = JSON.createObjectNode();
        ArrayNode items = batch.putArray("messages");
        for (int i = 0; i < messages; i++) {
            items.add(message(recipients));
        }
        return batch;
    }

    static ObjectNode file(ArrayNode files, String base64) {
        return files.addObject()
                .put("filename", "a.bin")
                .put("content_type", "application/octet-stream")
                .put("content", base64);
    }
}
