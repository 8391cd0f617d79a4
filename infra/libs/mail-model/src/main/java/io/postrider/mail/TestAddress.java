package io.postrider.mail;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Addresses with a predetermined outcome, so that an application can be tested against any installation. Their mail
 * takes the same path as other mail up to the mail server, but no server is contacted. {@code .invalid} is reserved
 * (RFC 6761, 6.4), so no such mailbox can exist.
 */
public enum TestAddress {
    /** Delivered at the first attempt. */
    DELIVERED,
    /**
     * Permanently refused: there is no such mailbox. This does not suppress the address, so the next test has the same
     * outcome.
     */
    BOUNCED,
    /** Deferred at the first attempt, delivered at the second. */
    DEFERRED,
    /** Delivered; then the recipient complains (RFC 5965). This does not suppress the address. */
    COMPLAINED,
    /** Not mailed at all. */
    SUPPRESSED,
    /** Deferred at every attempt until the message expires. */
    FULL;

    public static final String DOMAIN = "test.postrider.invalid";

    /** The route of their mail, independent of the routes file. The name of a route in a file cannot contain dots. */
    public static final String ROUTE = DOMAIN;

    private static final String AT_DOMAIN = "@" + DOMAIN;

    /**
     * The test address that an address stands for. {@code bounced+42@…} is {@link #BOUNCED} as well, so that each test
     * can use separate addresses.
     *
     * @param email its domain in lower case
     * @return empty for another domain, and for any other address of this domain
     */
    public static Optional<TestAddress> of(String email) {
        // On the hot path: called for every recipient.
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

    /** The part before the tag and the {@code @}. */
    public String localPart() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All local parts, for a message. */
    public static String localParts() {
        return Arrays.stream(values()).map(TestAddress::localPart).collect(Collectors.joining(", "));
    }
}
