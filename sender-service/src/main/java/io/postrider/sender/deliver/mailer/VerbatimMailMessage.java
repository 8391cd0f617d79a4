package io.postrider.sender.deliver.mailer;

import io.postrider.mail.Limits;
import io.postrider.sender.model.Envelope;
import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.mailencoder.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A composed mail in a form that the Vert.x mail client sends unchanged: header fields to which it adds none, and the
 * whole body with all its parts as the only text, in which it finds nothing to encode. The client ends lines with CRLF,
 * stuffs dots and drops empty lines at the very end, which DKIM ignores as well (RFC 6376, 3.4.3 and 3.4.4).
 */
final class VerbatimMailMessage extends MailMessage {
    private static final Pattern FIELD_ENDS = Pattern.compile("\r\n(?![ \t])");
    private static final String COLON = ": ";

    /** What the client accepts as the null reverse-path (RFC 5321, 4.5.5). */
    private static final String NULL_SENDER = "<>";

    private final MultiMap fields;

    private VerbatimMailMessage(Envelope envelope, MultiMap fields, String body) {
        this.fields = fields;
        setBounceAddress(envelope.from().isEmpty() ? NULL_SENDER : envelope.from());
        setTo(envelope.recipient());
        setFixedHeaders(true);
        setText(body);
    }

    /** The setter rejects folded fields. Ours are folded as in RFC 5322, 2.2.3, so no fold can start another field. */
    @Override
    public MultiMap getHeaders() {
        return fields;
    }

    /**
     * Whether the client supports the addresses: it does not support quoted local parts with a space, a comma or a
     * bracket.
     */
    static boolean speakable(Envelope envelope) {
        return (envelope.from().isEmpty() || speakable(envelope.from())) && speakable(envelope.recipient());
    }

    private static boolean speakable(String address) {
        try {
            EmailAddress read = new EmailAddress(address);
            return read.getEmail().equals(address) && read.getName().isEmpty();
        } catch (IllegalArgumentException notUnderstood) {
            return false;
        }
    }

    /**
     * Copies the mail; not on an event loop.
     *
     * @param mime of the mail, see {@link io.postrider.sender.model.ComposedMail#mime}
     * @return empty if the client would encode the body: it is not ASCII in lines of at most 998 characters that end in CRLF
     */
    static Optional<VerbatimMailMessage> of(Envelope envelope, List<byte[]> mime) {
        byte[] octets = joined(mime);
        int body = endOfHeader(octets);
        int length = withoutReturns(octets, body);
        if (length < 0) {
            return Optional.empty();
        }
        String header = new String(octets, 0, body, StandardCharsets.US_ASCII);
        String text = new String(octets, body, length, StandardCharsets.US_ASCII);
        return Optional.of(new VerbatimMailMessage(envelope, fields(header.strip()), text));
    }

    private static byte[] joined(List<byte[]> mime) {
        byte[] octets = new byte[mime.stream().mapToInt(chunk -> chunk.length).sum()];
        int at = 0;
        for (byte[] chunk : mime) {
            System.arraycopy(chunk, 0, octets, at, chunk.length);
            at += chunk.length;
        }
        return octets;
    }

    /** Offset of the body, after the first empty line. */
    private static int endOfHeader(byte[] octets) {
        for (int i = 3; i < octets.length; i++) {
            if (octets[i] == '\n' && octets[i - 1] == '\r' && octets[i - 2] == '\n') {
                return i + 1;
            }
        }
        return octets.length;
    }

    private static MultiMap fields(String header) {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        for (String field : FIELD_ENDS.split(header)) {
            int colon = field.indexOf(COLON);
            fields.add(field.substring(0, colon), field.substring(colon + COLON.length()));
        }
        return fields;
    }

    /**
     * The client expects lines separated by LF and ends the last one itself. The body is converted in place.
     *
     * @return the length of the body without the CRs and the last LF, or -1 if the client would encode it
     */
    private static int withoutReturns(byte[] octets, int from) {
        int kept = from;
        int column = 0;
        for (int i = from; i < octets.length; i++) {
            byte octet = octets[i];
            if (octet == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
                octet = '\n';
                i++;
                column = -1;
            }
            boolean plain = octet >= ' ' || octet == '\t' || column < 0;
            if (!plain || ++column > Limits.HEADER_LINE) {
                return -1;
            }
            octets[kept++] = octet;
        }
        return kept > from && octets[kept - 1] == '\n' ? kept - from - 1 : kept - from;
    }
}
