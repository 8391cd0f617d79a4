package io.postrider.ingest.feedback.reports.read;

import io.postrider.text.EncodedWords;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/** Fields of a header, or of a group in a report, unfolded and in order. */
record HeaderFields(List<Field> fields) {
    /** Maximum groups read from a report: one for the message and one for each recipient. */
    private static final int GROUPS = 100;

    /** The first field of this name, trimmed. */
    Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.getName().equalsIgnoreCase(name))
                .map(field -> field.getBody() == null ? "" : field.getBody().trim())
                .findFirst();
    }

    /** The same with its encoded words decoded (RFC 2047); empty if there is none. */
    String decoded(String name) {
        return EncodedWords.decoded(first(name).orElse(""));
    }

    boolean has(String name) {
        return first(name).isPresent();
    }

    /** The header at the start of these bytes. */
    static HeaderFields of(byte[] bytes) throws UnreadableMailException {
        List<HeaderFields> groups = groups(bytes, 1);
        return groups.isEmpty() ? new HeaderFields(List.of()) : groups.get(0);
    }

    /** The groups of a delivery-status (RFC 3464, 2.1), each written like a header. */
    static List<HeaderFields> groups(byte[] bytes) throws UnreadableMailException {
        return groups(bytes, GROUPS);
    }

    private static List<HeaderFields> groups(byte[] bytes, int most) throws UnreadableMailException {
        List<HeaderFields> groups = new ArrayList<>();
        byte[] rest = bytes;
        for (int i = 0; i < most && rest.length > 0; i++) {
            List<Field> fields = new ArrayList<>();
            rest = afterHeader(rest, fields);
            if (!fields.isEmpty()) {
                groups.add(new HeaderFields(fields));
            }
        }
        return groups;
    }

    /** A MIME parser sees each group as the header of a message whose body is the rest. */
    private static byte[] afterHeader(byte[] bytes, List<Field> fields) throws UnreadableMailException {
        MimeTokenStream tokens = new MimeTokenStream(ParsedMail.CONFIG);
        tokens.setRecursionMode(RecursionMode.M_FLAT);
        tokens.parse(new ByteArrayInputStream(bytes));
        try {
            EntityState state = tokens.getState();
            while (state != EntityState.T_END_OF_STREAM && state != EntityState.T_BODY) {
                if (state == EntityState.T_FIELD) {
                    fields.add(tokens.getField());
                }
                state = tokens.next();
            }
            return state == EntityState.T_BODY ? tokens.getInputStream().readAllBytes() : new byte[0];
        } catch (MimeException | IOException e) {
            throw new UnreadableMailException(e);
        }
    }
}
