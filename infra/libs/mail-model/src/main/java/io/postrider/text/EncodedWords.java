package io.postrider.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes encoded words (RFC 2047) in untrusted text, in linear time. Mail libraries look up the charset of each word
 * in Java, which takes half a millisecond for an unknown name, and a text of 256 KiB can contain 100,000 words.
 */
public final class EncodedWords {
    private static final String BEGINNING = "=?";

    /**
     * A language may follow the charset (RFC 2231, 5). The pattern never backtracks, since no part can contain a
     * question mark.
     */
    private static final Pattern WORD =
            Pattern.compile("=\\?([A-Za-z0-9_.:-]{1,30}+)(?:\\*[A-Za-z0-9-]{0,20}+)?\\?([bBqQ])\\?([^?]*+)\\?=");

    /** Names of the charsets used in mail. */
    private static final Set<String> NAMES = Set.of(
            ("utf-8 utf8 us-ascii ascii iso-8859-1 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7"
                            + " iso-8859-8 iso-8859-9 iso-8859-13 iso-8859-15 latin1 windows-1250 windows-1251 windows-1252"
                            + " windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 windows-874"
                            + " cp1250 cp1251 cp1252 koi8-r koi8-u tis-620 gb2312 gbk gb18030 big5 big5-hkscs shift_jis"
                            + " windows-31j euc-jp iso-2022-jp euc-kr ks_c_5601-1987 iso-2022-kr")
                    .split(" "));

    private static final Map<String, Optional<Charset>> CHARSETS = new ConcurrentHashMap<>();

    private final StringBuilder text = new StringBuilder();
    /** The bytes of adjacent words, since some software splits a character between two of them. */
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    private Charset charset;

    private EncodedWords() {}

    /**
     * The text with its encoded words decoded and the spaces between adjacent words removed. A word that cannot be
     * decoded is left unchanged.
     */
    public static String decoded(String given) {
        return given.contains(BEGINNING) ? new EncodedWords().read(given) : given;
    }

    private String read(String given) {
        Matcher word = WORD.matcher(given);
        int read = 0;
        while (word.find()) {
            Charset next = charset(word.group(1));
            byte[] decoded = next == null ? null : decoded(word.group(2), word.group(3));
            if (decoded != null) {
                String between = given.substring(read, word.start());
                boolean follows = charset != null && between.isBlank();
                if (!follows || !charset.equals(next)) {
                    finish();
                }
                text.append(follows ? "" : between);
                octets.writeBytes(decoded);
                charset = next;
                read = word.end();
            }
        }
        finish();
        return text.append(given, read, given.length()).toString();
    }

    private void finish() {
        if (octets.size() > 0) {
            text.append(octets.toString(charset));
            octets.reset();
        }
    }

    /** Null if it is not validly encoded. */
    private static byte[] decoded(String encoding, String encoded) {
        if (encoding.equalsIgnoreCase("q")) {
            return quoted(encoded);
        }
        try {
            return Base64.getMimeDecoder().decode(encoded.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** RFC 2047, 4.2. */
    private static byte[] quoted(String encoded) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c >= 0x80) {
                return null;
            }
            int octet = c == '=' && i + 2 < encoded.length() ? octet(encoded, i + 1) : -1;
            octets.write(octet >= 0 ? octet : c == '_' ? ' ' : c);
            i += octet >= 0 ? 2 : 0;
        }
        return octets.toByteArray();
    }

    /** The value of two hexadecimal digits; -1 if they are not hexadecimal. */
    private static int octet(String encoded, int at) {
        int high = Character.digit(encoded.charAt(at), 16);
        int low = Character.digit(encoded.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static Charset charset(String given) {
        String name = given.toLowerCase(Locale.ROOT);
        return NAMES.contains(name)
                ? CHARSETS.computeIfAbsent(name, EncodedWords::known).orElse(null)
                : null;
    }

    /** A Java runtime may lack some of them. */
    private static Optional<Charset> known(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
