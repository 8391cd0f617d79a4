package io.postrider.bounce;

/**
 * What a refusal means.
 *
 * @param permanent 5yz, or class 5 of the enhanced code where there is no code; never concluded from words
 * @param oneMailbox it is about this recipient alone: others at the site are served as before
 */
public record Bounce(Category category, boolean permanent, boolean oneMailbox) {
    /** About whatever its category is about. */
    public Bounce(Category category, boolean permanent) {
        this(category, permanent, false);
    }

    /** The address is bad and will stay so: it is suppressed. A block of any kind says nothing about the address. */
    public boolean hard() {
        return permanent && category == Category.BAD_MAILBOX;
    }

    /**
     * Evidence that the recipient's domain is bad. It proves nothing alone: a resolver may be wrong for a while, and a domain may lapse
     * and come back.
     */
    public boolean badDomain() {
        return permanent && category == Category.BAD_DOMAIN;
    }

    /**
     * The provider asks for less traffic. Greylisting does not: it asks for a second try. Nor does a mailbox that receives
     * too much at once: its site takes all else.
     */
    public boolean slowDown() {
        boolean less = category == Category.THROTTLING || category == Category.REPUTATION && !permanent;
        return less && !oneMailbox;
    }
}
