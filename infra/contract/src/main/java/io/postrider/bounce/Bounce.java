package io.postrider.bounce;

/**
 * What a refusal means.
 *
 * @param permanent 5yz, or class 5 of the enhanced code where there is no code; never concluded from words
 * @param oneMailbox it is about this recipient alone: others at the site are served as before
 * @param hard the address is bad and will stay so: it is suppressed. A block of any kind says nothing about the address,
 *     nor does what may have been said of the sender
 */
public record Bounce(Category category, boolean permanent, boolean oneMailbox, boolean hard) {
    public Bounce {
        if (hard && !(permanent && ofAddress(category))) {
            throw new IllegalArgumentException("no " + category + " suppresses an address, and nothing temporary does");
        }
    }

    /** About whatever its category is about. */
    public Bounce(Category category, boolean permanent) {
        this(category, permanent, false, permanent && ofAddress(category));
    }

    private static boolean ofAddress(Category category) {
        return category == Category.BAD_MAILBOX || category == Category.BAD_DOMAIN;
    }

    /** The same, but it suppresses nothing. */
    public Bounce soft() {
        return new Bounce(category, permanent, oneMailbox, false);
    }

    /** The same of the client or the sender, of whom the server spoke and not of the recipient. */
    Bounce ofSender(DialogueStage stage) {
        Category other = switch (category) {
            case BAD_MAILBOX, BAD_DOMAIN -> stage == DialogueStage.AUTH ? Category.RELAY_CONFIG : Category.AUTH;
            case FULL_MAILBOX -> Category.THROTTLING;
            default -> category;
        };
        return new Bounce(other, permanent, false, false);
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
