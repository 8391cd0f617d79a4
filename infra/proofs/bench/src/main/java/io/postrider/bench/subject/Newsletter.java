package io.postrider.bench.subject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A campaign as request bodies of up to 1,000 recipients each. Subject, text, HTML and the List-Unsubscribe header differ for
 * each recipient; text and HTML are 4 KB together. The recipients are spread over ten domains.
 */
public final class Newsletter {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String DOMAIN = "shop.example";

    private static final int CHUNK = 1_000;
    private static final int DOMAINS = 10;
    private static final int TEXT_BYTES = 1_400;
    private static final int HTML_BYTES = SmtpSource.BODY_BYTES - TEXT_BYTES;

    private static final int SWOLLEN_BYTES = 1_000_000;
    private static final int SWOLLEN_VARIABLE = 25_000;

    private static final String TEXT_HEAD = """
            Hello {{first_name}},

            your last order was {{last_order}}, and here is what goes well with it. With the code {{code}} it is yours for less.

            """;
    private static final String TEXT_LINE =
            "The days grow longer and so does our list of things that make a garden a pleasure to be in.\n";
    private static final String HTML_HEAD = """
            <!doctype html><html><head><style>body{font:16px sans-serif}.code{color:#b00;padding:4px}</style></head><body>
            <h1>Hello {{first_name}}</h1>
            <p>your last order was <b>{{last_order}}</b>. With the code <span class="code">{{code}}</span> it is yours for less.</p>
            """;
    private static final String HTML_LINE =
            "<p>The days grow longer and so does our list of things that make a garden a pleasure to be in.</p>\n";
    private static final String HTML_TAIL =
            "<p><a href=\"https://shop.example/u/{{token}}\">No more of these</a></p></body></html>\n";

    private Newsletter() {}

    static List<byte[]> chunks(int mails) {
        List<byte[]> chunks = new ArrayList<>();
        for (int from = 0; from < mails; from += CHUNK) {
            ObjectNode message = message("bulk");
            ArrayNode to = message.putArray("to");
            for (int i = from; i < Math.min(mails, from + CHUNK); i++) {
                recipient(to.addObject(), Integer.toString(i), i % DOMAINS);
            }
            chunks.add(bytes(message));
        }
        return chunks;
    }

    /** One message to one recipient, in which the mark stands wherever the recipient differs from the next one. */
    static byte[] single(String mark) {
        ObjectNode message = message("transactional");
        recipient(message.putArray("to").addObject(), mark, 0);
        return bytes(message);
    }

    /**
     * A bulk message of a kilobyte a recipient whose mails are a million bytes each, nearly as large as a rendered mail may be.
     *
     * @param serial differs for each message, so that their contents differ
     */
    static byte[] swollen(int serial, int mails) {
        ObjectNode message = message("bulk");
        message.remove("html");
        message.put(
                "text",
                "No. %d%n".formatted(serial) + "{{swollen}}%n".formatted().repeat(SWOLLEN_BYTES / SWOLLEN_VARIABLE));
        message.putObject("variables").put("swollen", "x".repeat(SWOLLEN_VARIABLE));
        ArrayNode to = message.putArray("to");
        for (int i = 0; i < mails; i++) {
            recipient(to.addObject(), "swollen" + serial + "-" + i, i % DOMAINS);
        }
        return bytes(message);
    }

    /** A message without recipients; what it says differs with each recipient's variables. */
    public static ObjectNode message(String lane) {
        ObjectNode message = JSON.createObjectNode();
        message.putObject("from").put("email", "news@" + DOMAIN).put("name", "Shop");
        message.put("subject", "{{first_name}}, something for your garden");
        message.put("text", filled(TEXT_HEAD, TEXT_LINE, "", TEXT_BYTES));
        message.put("html", filled(HTML_HEAD, HTML_LINE, HTML_TAIL, HTML_BYTES));
        message.put("lane", lane);
        message.putObject("headers")
                .put("List-Unsubscribe", "<https://shop.example/u/{{token}}>")
                .put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return message;
    }

    /** Fills in a recipient's address and variables. */
    public static void recipient(ObjectNode recipient, String serial, int domain) {
        recipient.put("email", address(serial, domain)).put("name", "Reader " + serial);
        recipient
                .putObject("variables")
                .put("first_name", "Ann" + serial)
                .put("last_order", "a watering can, no. " + serial)
                .put("code", "SPRING-" + serial)
                .put("token", "t0ken-of-reader-" + serial);
    }

    static String address(String serial, int domain) {
        return "reader%s@mail%d.example".formatted(serial, domain);
    }

    private static String filled(String head, String line, String tail, int bytes) {
        int lines = (bytes - head.length() - tail.length()) / line.length();
        return head + line.repeat(lines) + tail;
    }

    public static byte[] bytes(ObjectNode message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that we made ourselves", e);
        }
    }
}
