package io.postrider.tokens;

import io.postrider.mail.AddressKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A reverse-path (RFC 5321, 4.1.1.2) for each delivery: {@code b+<token>@<bounce domain>}, where the token is the
 * base32 of the message's id, the ordinal and 80 bits of an HMAC-SHA256 over both. The local part has
 * 50 octets (64 are allowed, RFC 5321, 4.5.3.1.1), only a–z, digits and {@code +}, and is case-insensitive, since some
 * servers change the case on the way back.
 *
 * <p>It does not expire: bounces of a mail that was queued somewhere may arrive days later. Its holder can bounce that
 * one delivery and no other. Thread-safe; a call takes some microseconds.
 */
public final class ReturnPath {
    /** Minimum characters of a key. */
    public static final int KEY_LENGTH = 32;

    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{4,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
    private static final String PREFIX = "b+";
    private static final String ALGORITHM = "HmacSHA256";

    /** Separates these signatures from any other use of the same key. */
    private static final byte[] PURPOSE = "postrider return path 1".getBytes(StandardCharsets.US_ASCII);

    /** A Message-ID occurs in every reply and in list archives, so it must not reveal the return path. */
    private static final byte[] PURPOSE_OF_MESSAGE_ID = "postrider message id 1".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern MESSAGE_ID = Pattern.compile(
            "<?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.(\\d{1,10})\\.([a-z2-7]{16})@[^<>\\s]{1,255}>?",
            Pattern.CASE_INSENSITIVE);

    private static final int PLAIN_BYTES = 2 * Long.BYTES + Integer.BYTES;
    private static final int SIGNATURE_BYTES = 10;
    private static final int TOKEN_BYTES = PLAIN_BYTES + SIGNATURE_BYTES;

    private final String domain;
    private final List<SecretKeySpec> keys;

    /** The delivery that a return path identifies. */
    public record Delivery(UUID message, int ordinal) {}

    /**
     * @param domain the domain whose MX points to the listener for bounces
     * @param keys the first one signs, all are accepted: put a new key in front, and remove the old one when its mails
     *     can no longer bounce, after some weeks
     * @throws IllegalArgumentException if the domain is invalid, or a key is missing or too short; the message contains
     *     no key
     */
    public ReturnPath(String domain, List<String> keys) {
        this.domain = AddressKey.lowerCase(domain.trim());
        if (!DOMAIN.matcher(this.domain).matches()) {
            throw new IllegalArgumentException("the bounce domain must be a domain name, such as bounces.shop.example");
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("at least one key is needed");
        }
        this.keys = keys.stream().map(ReturnPath::key).toList();
    }

    private static SecretKeySpec key(String key) {
        if (key.length() < KEY_LENGTH) {
            throw new IllegalArgumentException("a key must have at least %d characters".formatted(KEY_LENGTH));
        }
        return new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** The bounce domain, in lower case. */
    public String domain() {
        return domain;
    }

    /** The address to which bounces of this delivery are sent. */
    public String sign(UUID message, int ordinal) {
        byte[] token = new byte[TOKEN_BYTES];
        ByteBuffer.wrap(token).put(plain(message, ordinal));
        byte[] signature = signature(keys.get(0), PURPOSE, token);
        System.arraycopy(signature, 0, token, PLAIN_BYTES, SIGNATURE_BYTES);
        return PREFIX + Base32.encode(token) + "@" + domain;
    }

    private static byte[] plain(UUID message, int ordinal) {
        return ByteBuffer.allocate(PLAIN_BYTES)
                .putLong(message.getMostSignificantBits())
                .putLong(message.getLeastSignificantBits())
                .putInt(ordinal)
                .array();
    }

    /**
     * The part before the {@code @} in the Message-ID of a delivery's mail: the message's id, the ordinal and a
     * signature of 80 bits, so that a complaint can be trusted even if it contains only the Message-ID.
     */
    public String messageId(UUID message, int ordinal) {
        byte[] signature = signature(keys.get(0), PURPOSE_OF_MESSAGE_ID, plain(message, ordinal));
        return message + "." + ordinal + "." + Base32.encode(Arrays.copyOf(signature, SIGNATURE_BYTES));
    }

    /**
     * The delivery with this Message-ID; empty if it was not signed with one of the keys.
     *
     * @param messageId with or without angle brackets, in any case
     */
    public Optional<Delivery> readMessageId(String messageId) {
        Matcher parts = MESSAGE_ID.matcher(messageId);
        if (!parts.matches()) {
            return Optional.empty();
        }
        UUID message = UUID.fromString(parts.group(1));
        long ordinal = Long.parseLong(parts.group(2));
        byte[] signature = Base32.decode(parts.group(3));
        return ordinal <= Integer.MAX_VALUE
                        && signature != null
                        && signed(PURPOSE_OF_MESSAGE_ID, plain(message, (int) ordinal), signature)
                ? Optional.of(new Delivery(message, (int) ordinal))
                : Optional.empty();
    }

    /**
     * Whether an address has the form of our return paths; if {@link #read} is empty for it, it is forged or damaged.
     */
    public boolean resembles(String address) {
        return AddressKey.lowerCase(address).startsWith(PREFIX) && ofDomain(address);
    }

    private boolean ofDomain(String address) {
        int at = address.lastIndexOf('@');
        return at >= 0 && AddressKey.lowerCase(address.substring(at + 1)).equals(domain);
    }

    /**
     * The delivery that an address identifies; empty if it is not in our domain, or was not signed with one of the
     * keys.
     *
     * @param address without angle brackets
     */
    public Optional<Delivery> read(String address) {
        int at = address.lastIndexOf('@');
        if (at != PREFIX.length() + Base32.length(TOKEN_BYTES) || !resembles(address)) {
            return Optional.empty();
        }
        byte[] token = Base32.decode(address.substring(PREFIX.length(), at));
        if (token == null || !signed(PURPOSE, token, Arrays.copyOfRange(token, PLAIN_BYTES, TOKEN_BYTES))) {
            return Optional.empty();
        }
        ByteBuffer plain = ByteBuffer.wrap(token);
        return Optional.of(new Delivery(new UUID(plain.getLong(), plain.getLong()), plain.getInt()));
    }

    private boolean signed(byte[] purpose, byte[] plain, byte[] given) {
        boolean signed = false;
        for (SecretKeySpec key : keys) {
            // Compares in constant time.
            signed |= MessageDigest.isEqual(given, Arrays.copyOf(signature(key, purpose, plain), SIGNATURE_BYTES));
        }
        return signed;
    }

    /** @param plain its first bytes are signed */
    private static byte[] signature(SecretKeySpec key, byte[] purpose, byte[] plain) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose);
            mac.update(plain, 0, PLAIN_BYTES);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
