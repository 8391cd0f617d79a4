package io.postrider.ingest.control.suppressions;

import io.postrider.mail.AddressKey;
import io.postrider.mail.Limits;
import io.postrider.text.DomainName;
import io.postrider.text.LocalPart;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What can be suppressed: an address, or {@code @} and a domain for all mail to the domain. */
final class SuppressedAddress {
    static final String WANTED = "give an address such as ann@mail.example, or @ and a domain";

    /** RFC 1123, 2.1, in lower case. */
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");

    private SuppressedAddress() {}

    /**
     * The form in which addresses are compared ({@link AddressKey}). Local parts are validated less strictly than those
     * of recipients: lists from other services contain addresses that could not be mailed here, and suppressing them
     * does no harm.
     *
     * @param given as supplied by a client, or null
     * @return null if it is neither an address nor a domain
     */
    static String key(String given) {
        if (given == null || given.length() > Limits.ADDRESS_OCTETS) {
            return null;
        }
        int at = given.lastIndexOf('@');
        if (at < 0 || !printable(given.substring(0, at))) {
            return null;
        }
        String domain = DomainName.ascii(given.substring(at + 1));
        if (domain == null || !HOST.matcher(domain).matches()) {
            return null;
        }
        String key = AddressKey.of(given.substring(0, at + 1) + domain);
        return key.getBytes(StandardCharsets.UTF_8).length > Limits.ADDRESS_OCTETS ? null : key;
    }

    private static boolean printable(String local) {
        boolean quoted = LocalPart.unquoted(local) != null;
        return local.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.isSpaceChar(c) && !(quoted && c == ' ')
                        || Character.getType(c) == Character.SURROGATE);
    }
}
