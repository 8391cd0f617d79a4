package io.postrider.sender.compose.mime;

import io.postrider.header.FieldSyntax;
import io.postrider.header.FieldValue;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.codec.EncoderUtil.Encoding;
import org.apache.james.mime4j.codec.EncoderUtil.Usage;

/**
 * Writes header fields (RFC 5322, 2.2): non-ASCII text as encoded words (RFC 2047), folded before column 78, or 76 with
 * encoded words. Only addresses are written unencoded, even non-ASCII ones (RFC 6532).
 */
final class HeaderField {
    private static final int LINE = 78;
    private static final int LINE_WITH_ENCODED_WORDS = 76;

    /** EncoderUtil accepts no larger number of characters as used in the first line. */
    private static final int MOST_USED = 50;

    /** Display names longer than this are encoded, since a quoted one must not be folded. */
    private static final int QUOTED_NAME = 60;

    /**
     * A word of the subject that does not fit on the line with the field name is encoded, because encoded words can be
     * folded.
     */
    static final int WORD = LINE - 10;

    private static final Pattern ENCODED_WORD = Pattern.compile("=\\?[^?\\s]+\\?[bBqQ]\\?");

    private HeaderField() {}

    /**
     * Writes an unstructured field (RFC 5322, 3.6.5).
     *
     * @param value clean
     * @param longestWord maximum characters without a space that stay unencoded
     */
    static void text(StringBuilder out, String name, String value, int longestWord) {
        boolean plain = FieldValue.ascii(value)
                && !looksEncoded(value)
                && FieldValue.longestWord(value) <= longestWord
                // Some mail clients do not unfold a line that ends in a backslash.
                && !value.contains("\\ ");
        write(out, name, plain ? value : encodedWords(value, Usage.TEXT_TOKEN, name.length() + 2));
    }

    /**
     * Writes a field supplied by the API's client. Only unstructured text is turned into encoded words.
     *
     * @param value as {@link FieldValue} has it
     */
    static void further(StringBuilder out, String name, String value) {
        if (FieldValue.verbatim(name, value)) {
            write(out, name, value);
        } else if (FieldSyntax.of(name) == FieldSyntax.LIST_ID) {
            write(out, name, listId(value, name.length() + 2));
        } else {
            // A word may be a URL, which must stay whole unless it exceeds the longest permitted line.
            text(out, name, value, Limits.HEADER_LINE - name.length() - 2);
        }
    }

    /** RFC 2919, 3: a phrase and an id in angle brackets. */
    private static String listId(String value, int used) {
        int id = value.lastIndexOf('<');
        String name = value.substring(0, id).strip();
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return displayName(quoted ? name.substring(1, name.length() - 1) : name, used) + " " + value.substring(id);
    }

    /** Writes a field of addresses (RFC 5322, 3.6.2 and 3.6.3). */
    static void mailboxes(StringBuilder out, String name, List<Mailbox> mailboxes) {
        StringJoiner joined = new StringJoiner(", ");
        for (Mailbox mailbox : mailboxes) {
            joined.add(mailbox(mailbox, name.length() + 2));
        }
        write(out, name, joined.toString());
    }

    private static String mailbox(Mailbox mailbox, int used) {
        String email = FieldValue.clean(mailbox.email());
        String shown = mailbox.name() == null ? "" : FieldValue.clean(mailbox.name());
        return shown.isEmpty() ? email : displayName(shown, used) + " <" + email + ">";
    }

    private static String displayName(String name, int used) {
        // Mail clients differ in how they treat several spaces between unencoded words.
        return FieldValue.ascii(name) && !looksEncoded(name) && name.length() <= QUOTED_NAME && !name.contains("  ")
                ? EncoderUtil.encodeAddressDisplayName(name)
                : encodedWords(name, Usage.WORD_ENTITY, used);
    }

    private static String encodedWords(String text, Usage usage, int used) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int asQ = EncoderUtil.encodeQ(bytes, usage).length();
        int asB = (bytes.length + 2) / 3 * 4;
        return EncoderUtil.encodeEncodedWord(
                text, usage, Math.min(used, MOST_USED), StandardCharsets.UTF_8, asQ <= asB ? Encoding.Q : Encoding.B);
    }

    /** Text that a mail client would decode although it is not encoded. */
    private static boolean looksEncoded(String text) {
        return text.contains("=?") && ENCODED_WORD.matcher(text).find();
    }

    /** Writes the field, folding at the last space of the value before the line becomes too long. */
    static void write(StringBuilder out, String name, String value) {
        out.append(name).append(": ");
        fold(out, value, name.length() + 2);
        out.append("\r\n");
    }

    private static void fold(StringBuilder out, String value, int used) {
        int limit = value.contains("=?") ? LINE_WITH_ENCODED_WORDS : LINE;
        int column = used;
        int at = 0;
        while (column + value.length() - at > limit) {
            int end = endOfWord(value, at);
            if (at > 0 && column + end - at > limit) {
                out.append("\r\n");
                column = 0;
            }
            out.append(value, at, end);
            column += end - at;
            at = end;
            if (at == value.length()) {
                return;
            }
        }
        out.append(value, at, value.length());
    }

    /** The end of the next word, which starts here or after the spaces here. */
    private static int endOfWord(String value, int at) {
        int end = at;
        while (end < value.length() && value.charAt(end) == ' ') {
            end++;
        }
        end = value.indexOf(' ', end);
        return end < 0 ? value.length() : end;
    }
}
