package io.postrider.mail;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Addresses whose outcome is known beforehand, so that an application can try its own side in any installation. Their mail takes
 * the same path as all mail up to the mail server, and no server is contacted. {@code .invalid} is reserved (RFC 6761, 6.4): nobody
 * can have such a mailbox.
 */
public enum TestAddress {
    /** Delivered at the first attempt. */
    DELIVERED,
    /**
     * Permanently refused: there is no such mailbox. The address is not suppressed by that, so the next test has the same
     * outcome.
     */
    BOUNCED,
    /** Deferred at the first attempt, delivered at the second. */
    DEFERRED,
    /** Delivered; then the recipient complains (RFC 5965). The address is not suppressed by that. */
    COMPLAINED,
    /** Not mailed at all. */
    SUPPRESSED,
    /** Deferred at every attempt until the message expires. */
    FULL;

    public static final String DOMAIN = "test.postrider.invalid";

    /** The route by which their mail goes, whatever the routes file says. No route in a file can have a name with dots. */
    public static final String ROUTE = DOMAIN;

    private static final String AT_DOMAIN = "@" + DOMAIN;

    /**
     * Which one an address is. {@code bounced+42@…} is {@link #BOUNCED}, too, so that each test can use its own addresses.
     *
     * @param email its domain in lower case
     * @return empty for another domain, and for an address of this domain that is not among them
     */
    public static Optional<TestAddress> of(String email) {
        // Asked of every recipient.
        return email.endsWith(AT_DOMAIN)
                ? ofLocalPart(email.substring(0, email.length() - AT_DOMAIN.length()))
                : Optional.empty();
    }

    private static Optional<TestAddress> ofLocalPart(String given) {
        int plus = given.indexOf('+');
        String local = AddressKey.lowerCase(plus < 0 ? given : given.substring(0, plus));
        return Arrays.stream(values())
                .filter(address -> address.localPart().equals(local))
                .findFirst();
    }

    /** What stands before the tag and the {@code @}. */
    public String localPart() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The local parts of all, for people. */
    public static String localParts() {
        return Arrays.stream(values()).map(TestAddress::localPart).collect(Collectors.joining(", "));
    }
}
