package io.postrider.text;

import com.ibm.icu.text.IDNA;
import java.util.Locale;

/**
 * Domain names that may contain non-ASCII characters. They are converted to A-labels (RFC 5890, 2.3.2.1) by IDNA 2008
 * with the non-transitional mapping of UTS 46, as in browsers: {@code straße.example} is {@code xn--strae-oqa.example}.
 * Java's {@code java.net.IDN} implements IDNA 2003 and would return {@code strasse.example}, which may belong to a
 * different owner.
 */
public final class DomainName {
    private static final IDNA UTS46 = IDNA.getUTS46Instance(
            IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.NONTRANSITIONAL_TO_ASCII);

    /**
     * Maximum characters: a name has at most 253 octets (RFC 1035, 3.1), but normalization may reduce the number of
     * characters.
     */
    private static final int LONGEST = 500;

    private DomainName() {}

    /**
     * @param domain non-ASCII characters cost some microseconds each
     * @return in lower case and A-labels; null if it is too long, or a non-ASCII label is invalid. ASCII names are not
     *     validated
     */
    public static String ascii(String domain) {
        if (domain.chars().allMatch(c -> c < 0x80)) {
            return domain.toLowerCase(Locale.ROOT);
        }
        if (domain.length() > LONGEST) {
            return null;
        }
        IDNA.Info info = new IDNA.Info();
        String ascii = UTS46.nameToASCII(domain, new StringBuilder(), info).toString();
        return info.hasErrors() ? null : ascii;
    }
}
