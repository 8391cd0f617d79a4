package io.postrider.ingest.submit;

import io.postrider.contract.Content.Mailbox;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/**
 * A mailbox that was given as one string (RFC 5322, 3.4): an address, or {@code Ann <ann@mail.example>}. Blanks around it are left
 * out. Jakarta Mail parses what is more than an address; the address in it is then held to the same rules as any other.
 *
 * @param email the address, ready for the envelope, or null if there is a fault
 * @param name or null
 * @param fault what to change, or null
 */
record MailboxText(String email, String name, String fault) {
    static final int NAME_LENGTH = 250;

    /** Characters: a name of the longest in quotation marks with each character escaped, and an address. */
    private static final int LONGEST = 1_000;

    private static final String SPECIALS = "<>\"(),;:\\[] \t";
    private static final String WANTED =
            "is no mailbox; give an address such as ann@mail.example, or a name and an address such as Ann <ann@mail.example>";
    private static final String SEVERAL =
            "is not one mailbox; give a list with a string for each, and put a name with a comma into quotation marks";

    static MailboxText of(String given) {
        String text = given.strip();
        if (text.length() > LONGEST) {
            return faulty("has %,d characters; at most %,d may be".formatted(text.length(), LONGEST));
        }
        if (!Text.oneLine(text)) {
            return faulty("has a line break or another control character; take it out");
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
            InternetAddress[] found = InternetAddress.parse(text, true);
            // The parser passes over what stands behind an address in angle brackets.
            boolean ends = text.indexOf('<') < 0 || text.endsWith(">") || text.endsWith(")");
            return found.length == 1 && !found[0].isGroup() && ends
                    ? of(found[0].getAddress(), found[0].getPersonal())
                    : faulty(instead);
        } catch (AddressException e) {
            return faulty(instead);
        }
    }

    private static MailboxText of(String given, String phrase) {
        Address address = Address.of(given);
        if (address.fault() != null) {
            return faulty(address.fault());
        }
        String name = phrase == null || phrase.isBlank() ? null : decoded(phrase.strip());
        if (name == null) {
            return new MailboxText(address.email(), null, null);
        }
        if (name.length() > NAME_LENGTH) {
            return faulty("has a name of %,d characters; at most %,d may be".formatted(name.length(), NAME_LENGTH));
        }
        if (!Text.wellFormed(name) || !Text.oneLine(name)) {
            return faulty("has a name with a control character or half of a surrogate pair; take it out");
        }
        return new MailboxText(address.email(), name, null);
    }

    /** Some libraries hand out names as encoded words only (RFC 2047). */
    private static String decoded(String phrase) {
        return phrase.contains("=?") && Text.ascii(phrase)
                ? DecoderUtil.decodeEncodedWords(phrase, DecodeMonitor.SILENT)
                : phrase;
    }

    private static MailboxText faulty(String fault) {
        return new MailboxText(null, null, fault);
    }

    /** Only without a fault. */
    Mailbox mailbox() {
        return new Mailbox(email, name);
    }
}
