package io.postrider.ingest.intake.submit.fields;

import io.postrider.mail.Limits;
import io.postrider.text.DomainName;
import io.postrider.text.LocalPart;

/**
 * An address as it goes into the envelope (RFC 5321, 4.1.2; RFC 6531, 3.3): a dot-atom, possibly with non-ASCII
 * characters, or a quoted string, and a domain of at least two labels, lower-cased and in A-label form. Quoted strings
 * have their {@linkplain LocalPart#canonical one form}. Address literals are valid but practically unused; they are
 * refused.
 *
 * @param email the address, or null if there is a fault
 * @param fault what to change, or null
 */
public record Address(String email, String fault) {
    private static final int DOMAIN_OCTETS = 253;
    private static final int LABEL_OCTETS = 63;

    public static Address of(String given) {
        if (given.length() > Limits.ADDRESS_OCTETS) {
            // Checked first, because processing a non-ASCII domain is expensive; it never has fewer octets than
            // characters.
            return tooLong();
        }
        int at = given.lastIndexOf('@');
        if (at < 0) {
            return faulty("has no @; give an address such as ann@mail.example");
        }
        String local = LocalPart.isQuoted(given) ? LocalPart.canonical(given.substring(0, at)) : given.substring(0, at);
        String fault = localFault(local, given);
        if (fault != null) {
            return faulty(fault);
        }
        String domain = asciiDomain(given.substring(at + 1));
        if (domain == null) {
            return faulty("has a domain that is not a valid name; give one such as mail.example");
        }
        if (local.length() * 3 + 1 + domain.length() > Limits.ADDRESS_OCTETS
                && TextRules.octets(local) + 1 + domain.length() > Limits.ADDRESS_OCTETS) {
            return tooLong();
        }
        return new Address(local + "@" + domain, null);
    }

    private static Address tooLong() {
        return faulty("is longer than %d octets (RFC 5321, 4.5.3.1.3)".formatted(Limits.ADDRESS_OCTETS));
    }

    private static Address faulty(String fault) {
        return new Address(null, fault);
    }

    private static String localFault(String local, String given) {
        if (local.isEmpty()) {
            return "has nothing before the @";
        }
        String fault = LocalPart.isQuoted(local) ? quotedFault(local) : atomsFault(local, given);
        if (fault != null) {
            return fault;
        }
        if (!TextRules.wellFormed(local)) {
            return "contains an unpaired surrogate; send valid Unicode";
        }
        if (TextRules.octets(local) > Limits.LOCAL_PART_OCTETS) {
            return "has more than %d octets before the @ (RFC 5321, 4.5.3.1.1)".formatted(Limits.LOCAL_PART_OCTETS);
        }
        return null;
    }

    private static String atomsFault(String local, String given) {
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c != '.' && !(c < 0x80 ? LocalPart.isAtext(c) : visible(c))) {
                return "has a character that is not allowed before the @ (RFC 5321, 4.1.2)";
            }
        }
        if (LocalPart.hasOddDots(local)) {
            return "has a dot at the start, at the end or next to another dot before the @; if that is correct, write \"%s\"%s"
                    .formatted(local, given.substring(local.length()));
        }
        return null;
    }

    /** Angle brackets are valid in a quoted string, but some servers end the path at them. */
    private static String quotedFault(String local) {
        String content = LocalPart.unquoted(local);
        if (content == null) {
            return "has quotation marks before the @ that do not enclose everything there; write a \" or \\ inside with a \\ before it";
        }
        if (content.isEmpty()) {
            return "has nothing before the @";
        }
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c < ' ' || c == '<' || c == '>' || c == 0x7f || c >= 0x80 && !visible(c)) {
                return "has a character that is not allowed in quotation marks before the @";
            }
        }
        return null;
    }

    private static boolean visible(char c) {
        // Invisible characters would let two different addresses look the same.
        return !Character.isISOControl(c)
                && !Character.isSpaceChar(c)
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.UNASSIGNED;
    }

    private static boolean letterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** The domain as A-labels in lower case, or null if it is not a valid domain. */
    private static String asciiDomain(String given) {
        String domain = DomainName.ascii(given);
        return domain != null && hostName(domain) ? domain : null;
    }

    /** RFC 1123, 2.1: ASCII ASCII letters, digits and inner hyphens, at least two labels, the last one not a number. */
    private static boolean hostName(String domain) {
        if (domain.length() > DOMAIN_OCTETS || domain.indexOf('.') < 0) {
            return false;
        }
        int start = 0;
        for (int i = 0; i <= domain.length(); i++) {
            if (i == domain.length() || domain.charAt(i) == '.') {
                if (i == start
                        || i - start > LABEL_OCTETS
                        || domain.charAt(start) == '-'
                        || domain.charAt(i - 1) == '-') {
                    return false;
                }
                start = i + 1;
            } else if (!letterOrDigit(domain.charAt(i)) && domain.charAt(i) != '-') {
                return false;
            }
        }
        char firstOfLast = domain.charAt(domain.lastIndexOf('.') + 1);
        return firstOfLast < '0' || firstOfLast > '9';
    }
}
