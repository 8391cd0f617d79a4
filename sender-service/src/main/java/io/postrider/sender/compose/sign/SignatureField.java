package io.postrider.sender.compose.sign;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** A DKIM-Signature field that is being written (RFC 6376, 3.5), folded before column 78. */
final class SignatureField {
    private static final int LINE = 78;
    private static final String FOLD = "\r\n ";

    private final StringBuilder field = new StringBuilder(1_024);
    private int column;

    private SignatureField() {}

    /** The whole field with its final line break. */
    static String of(SigningKey key, SignedFields signed, String bodyHash, Instant now, SignatureLibrary library) {
        SignatureField field = new SignatureField();
        field.tags(key, signed.names(), bodyHash, now);
        // Its own field is signed last, with an empty signature and no CRLF (RFC 6376, 3.7).
        String text = signed.text() + RelaxedHeader.relaxed(field.field.toString());
        byte[] signature = library.sign(key, text.getBytes(StandardCharsets.ISO_8859_1));
        return field.signed(Base64.getEncoder().encodeToString(signature));
    }

    private void tags(SigningKey key, List<String> names, String bodyHash, Instant now) {
        write("DKIM-Signature: v=1;");
        tag("a=" + key.algorithm().tag() + ";");
        tag("c=relaxed/relaxed;");
        tag("d=" + key.domain() + ";");
        tag("s=" + key.selector() + ";");
        tag("t=" + now.getEpochSecond() + ";");
        String before = "h=";
        for (String name : names) {
            tag(before + name);
            before = ":";
        }
        write(";");
        tag("bh=" + bodyHash + ";");
        tag("b=");
    }

    /** White space is allowed before each of these, including the colons of {@code h=}. */
    private void tag(String tag) {
        boolean fits = column + 1 + tag.length() < LINE;
        if (!fits) {
            field.append(FOLD);
            column = 1;
        } else if (tag.charAt(0) != ':') {
            write(" ");
        }
        write(tag);
    }

    private void write(String text) {
        field.append(text);
        column += text.length();
    }

    private String signed(String signature) {
        int at = 0;
        while (at < signature.length()) {
            int end = Math.min(signature.length(), at + LINE - column);
            field.append(signature, at, end);
            column += end - at;
            at = end;
            if (at < signature.length()) {
                field.append(FOLD);
                column = 1;
            }
        }
        return field.append("\r\n").toString();
    }
}
