package io.postrider.sender.compose.mime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * MIME boundaries (RFC 2046, 5.1.1). A predictable boundary would let untrusted text, such as a variable's value, end a
 * part and begin others inside a signed mail. So the boundary of each mail is an HMAC under its message's random key:
 * the same on every attempt, and unknown to those who have received other mails of the message. {@link EncodedBody}
 * ensures that no line of a body begins like a boundary, so even a known boundary is useless to an attacker.
 */
public final class Boundary {
    /** The prefix of every boundary. It cannot occur in quoted-printable or base64 text (RFC 2045, 6.7). */
    static final String PREFIX = "=_";

    /** The beginning of a line that may be a delimiter. */
    private static final byte[] DELIMITER = ("--" + PREFIX).getBytes(StandardCharsets.US_ASCII);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;
    private static final byte[] PURPOSE = "postrider boundary 1".getBytes(StandardCharsets.US_ASCII);

    private Boundary() {}

    /** @return 32 hexadecimal digits, which follow {@link #PREFIX} and one character for the part */
    public static String of(UUID key, int ordinal) {
        byte[] secret = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(key.getMostSignificantBits())
                .putLong(key.getLeastSignificantBits())
                .array();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update(PURPOSE);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, ordinal));
            return HexFormat.of().formatHex(mac.doFinal(), 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Whether the line that begins there could be taken for a delimiter. */
    static boolean mayBeginAt(byte[] text, int start) {
        if (text.length - start < DELIMITER.length) {
            return false;
        }
        for (int i = 0; i < DELIMITER.length; i++) {
            if (text[start + i] != DELIMITER[i]) {
                return false;
            }
        }
        return true;
    }
}
