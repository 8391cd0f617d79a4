package io.postrider.ingest.feedback.reports.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * An incoming mail, parsed as far as reports need it: its header, and its text and message parts, decoded. A mail
 * inside it is a single part and is not parsed, so that a forwarded report is not mistaken for a report.
 */
public record ParsedMail(HeaderFields header, List<Part> parts) {
    /** Lines and contents are bounded by the mail's size. */
    static final MimeConfig CONFIG = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderLen(-1)
            .setMaxHeaderCount(1_000)
            .setMaxContentLen(-1)
            .build();

    /** Each nesting level costs the parser time for each byte inside it. */
    private static final int DEPTH = 8;

    private static final int PARTS = 100;

    /** @param type its media type in lower case, without parameters */
    @SuppressWarnings("ArrayRecordComponent")
    record Part(String type, Charset charset, byte[] content) {
        String text() {
            return new String(content, charset);
        }
    }

    /** The first part of one of these types. */
    Optional<Part> part(String... types) {
        List<String> wanted = List.of(types);
        return parts.stream().filter(part -> wanted.contains(part.type())).findFirst();
    }

    /** All parts of these types. */
    List<Part> parts(String... types) {
        List<String> wanted = List.of(types);
        return parts.stream().filter(part -> wanted.contains(part.type())).toList();
    }

    /** The human-readable part; empty if there is none. */
    String text() {
        return part("text/plain").or(() -> part("text/html")).map(Part::text).orElse("");
    }

    /** The same, but none after {@code last}, which is the returned mail. */
    String textBefore(Part last) {
        return new ParsedMail(header, parts.subList(0, parts.indexOf(last))).text();
    }

    public static ParsedMail read(byte[] bytes) throws UnreadableMailException {
        List<Field> header = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        MimeTokenStream tokens = new MimeTokenStream(CONFIG);
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        tokens.parse(new ByteArrayInputStream(bytes));
        int depth = 0;
        try {
            for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                if (state == EntityState.T_FIELD && depth == 0) {
                    header.add(tokens.getField());
                } else if (state == EntityState.T_START_MULTIPART) {
                    depth++;
                } else if (state == EntityState.T_END_MULTIPART) {
                    depth--;
                } else if (state == EntityState.T_BODY) {
                    parts.add(part(tokens));
                }
                if (depth > DEPTH || parts.size() > PARTS) {
                    throw new UnreadableMailException("more than %d levels or %d parts".formatted(DEPTH, PARTS));
                }
            }
        } catch (MimeException | IOException e) {
            throw new UnreadableMailException(e);
        }
        return new ParsedMail(new HeaderFields(header), parts);
    }

    private static Part part(MimeTokenStream tokens) throws IOException {
        BodyDescriptor body = tokens.getBodyDescriptor();
        String type = String.valueOf(body.getMimeType()).toLowerCase(Locale.ROOT);
        boolean read = type.startsWith("text/") || type.startsWith("message/");
        byte[] content = read ? tokens.getDecodedInputStream().readAllBytes() : new byte[0];
        return new Part(type, charset(body.getCharset()), content);
    }

    /** Unknown charset names are common; nearly all charsets agree on ASCII. */
    private static Charset charset(String name) {
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }
}
