package io.postrider.text;

import com.ibm.icu.text.IDNA;
import java.util.Locale;

/**
 * Domain names that may have characters beyond ASCII. They become A-labels (RFC 5890, 2.3.2.1) as IDNA 2008 has them, by the mapping of
 * UTS 46, non-transitional, as browsers do it: {@code straße.example} is {@code xn--strae-oqa.example}. Java's {@code java.net.IDN}
 * is of 2003 and would make it {@code strasse.example}, which is somebody else's domain.
 */
public final class DomainName {
    private static final IDNA UTS46 = IDNA.getUTS46Instance(
            IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.NONTRANSITIONAL_TO_ASCII);

    /** Characters: a name has 253 octets (RFC 1035, 3.1), and some become fewer when they are put together. */
    private static final int LONGEST = 500;

    private DomainName() {}

    /**
     * @param domain those of its characters that are beyond ASCII cost some microseconds each
     * @return in lower case and A-labels; null if it is too long, or a label beyond ASCII is not valid. A name of ASCII is not judged
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
