package io.postrider.sender.compose.sign;

import java.util.ArrayList;
import java.util.List;

/**
 * The header fields to be signed.
 *
 * @param names the value of {@code h=}, name by name (RFC 6376, 3.5)
 * @param text the fields in relaxed form and in the order of the names, each with its CRLF (RFC 6376, 5.4.2)
 */
record SignedFields(List<String> names, String text) {
    /** Listed once more than they occur, so that adding one breaks the signature (RFC 6376, 8.15). */
    private static final List<String> CLOSED =
            List.of("from", "to", "cc", "subject", "date", "message-id", "reply-to", "mime-version", "content-type");

    /**
     * Protected in the same way, but only if the mail has them: a relay may legitimately add its own to a mail without.
     */
    private static final List<String> CLOSED_IF_PRESENT =
            List.of("content-transfer-encoding", "list-unsubscribe", "list-unsubscribe-post", "list-id");

    /** Signed if present: those of RFC 6376, 5.4.1, and others that providers require to be signed. */
    private static final List<String> OPEN = List.of(
            "sender",
            "in-reply-to",
            "references",
            "content-id",
            "content-description",
            "content-disposition",
            "list-help",
            "list-subscribe",
            "list-post",
            "list-owner",
            "list-archive",
            "feedback-id",
            "x-csa-complaints");

    static SignedFields of(RelaxedHeader header) {
        List<String> names = new ArrayList<>();
        StringBuilder text = new StringBuilder(1_024);
        for (String name : CLOSED) {
            add(name, header, names, text);
            names.add(name);
        }
        for (String name : CLOSED_IF_PRESENT) {
            if (add(name, header, names, text)) {
                names.add(name);
            }
        }
        for (String name : OPEN) {
            add(name, header, names, text);
        }
        return new SignedFields(List.copyOf(names), text.toString());
    }

    /** Of several fields with one name the last is signed first (RFC 6376, 5.4.2). */
    private static boolean add(String name, RelaxedHeader header, List<String> names, StringBuilder text) {
        List<String> fields = header.fields(name);
        for (int i = fields.size() - 1; i >= 0; i--) {
            names.add(name);
            text.append(fields.get(i)).append("\r\n");
        }
        return !fields.isEmpty();
    }
}
