package io.postrider.ingest.intake.submit.fields;

import io.postrider.mail.Content.Mailbox;
import io.postrider.text.EncodedWords;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

/**
 * A mailbox supplied as one string (RFC 5322, 3.4): an address, or {@code Ann <ann@mail.example>}. Blanks around it are
 * left out. Jakarta Mail parses everything more than an address; the address in it must then obey the same rules as any
 * other.
 *
 * @param email the address, ready for the envelope, or null if there is a fault
 * @param name or null
 * @param fault what to change, or null
 */
public record MailboxText(String email, String name, String fault) {
    public static final int NAME_LENGTH = 250;

    /** Characters: the longest name in quotation marks with each character escaped, and an address. */
    private static final int LONGEST = 1_000;

    private static final String SPECIALS = "<>\"(),;:\\[] \t";
    private static final String ENCODED = "=?";

    /**
     * Replaces {@link #ENCODED} in the parser's input, since the parser would decode such words itself, and slowly:
     * half a millisecond for some.
     */
    private static final String HIDDEN = "=\uffff?";

    private static final String WANTED =
            "is not a mailbox; give an address such as ann@mail.example, or a name and an address such as Ann <ann@mail.example>";
    private static final String SEVERAL =
            "is not one mailbox; give a list with a string for each, and put a name with a comma into quotation marks";

    public static MailboxText of(String given) {
        String text = given.strip();
        if (text.length() > LONGEST) {
            return faulty("has %,d characters; the maximum is %,d".formatted(text.length(), LONGEST));
        }
        if (!TextRules.oneLine(text)) {
            return faulty("has a line break or another control character; remove it");
        }
        return addressAlone(text) ? of(text, null) : parsed(text);
    }

    private static boolean addressAlone(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (SPECIALS.indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static MailboxText parsed(String text) {
        String instead = text.indexOf(',') >= 0 || text.indexOf(';') >= 0 ? SEVERAL : WANTED;
        try {
            InternetAddress[] found = InternetAddress.parse(text.replace(ENCODED, HIDDEN), true);
            return found.length == 1 && !found[0].isGroup() && alone(text)
                    ? of(shown(found[0].getAddress()), shown(found[0].getPersonal()))
                    : faulty(instead);
        } catch (AddressException e) {
            return faulty(instead);
        }
    }

    private static String shown(String parsed) {
        return parsed == null ? null : parsed.replace(HIDDEN, ENCODED);
    }

    /**
     * Whether there is only an address, or a name and an address in angle brackets: the parser ignores some other text.
     */
    private static boolean alone(String text) {
        String bare = bare(text).strip();
        int opening = bare.indexOf('<');
        return opening < 0
                ? bare.chars().noneMatch(Character::isWhitespace)
                : bare.indexOf('>') == bare.length() - 1 && bare.lastIndexOf('<') == opening;
    }

    /** Without quoted strings, and with a space for each comment (RFC 5322, 3.2.2 and 3.2.4). */
    private static String bare(String text) {
        StringBuilder bare = new StringBuilder(text.length());
        boolean quoted = false;
        int comments = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && (quoted || comments > 0)) {
                i++;
            } else if (c == '"' && comments == 0) {
                quoted = !quoted;
            } else if (!quoted && (c == '(' || c == ')')) {
                comments += c == '(' ? 1 : -1;
                bare.append(' ');
            } else if (!quoted && comments == 0) {
                bare.append(c);
            }
        }
        return bare.toString();
    }

    private static MailboxText of(String given, String phrase) {
        Address address = Address.of(given);
        if (address.fault() != null) {
            return faulty(address.fault());
        }
        String name = phrase == null ? "" : decoded(phrase).strip();
        if (name.isEmpty()) {
            return new MailboxText(address.email(), null, null);
        }
        if (name.length() > NAME_LENGTH) {
            return faulty("has a name of %,d characters; the maximum is %,d".formatted(name.length(), NAME_LENGTH));
        }
        if (!TextRules.wellFormed(name) || !TextRules.oneLine(name)) {
            return faulty("has a name with a control character or half of a surrogate pair; remove it");
        }
        return new MailboxText(address.email(), name, null);
    }

    /** Some libraries provide names as encoded words only (RFC 2047). */
    private static String decoded(String phrase) {
        return TextRules.ascii(phrase) ? EncodedWords.decoded(phrase) : phrase;
    }

    private static MailboxText faulty(String fault) {
        return new MailboxText(null, null, fault);
    }

    /** Only if there is no fault. */
    Mailbox mailbox() {
        return new Mailbox(email, name);
    }
}
