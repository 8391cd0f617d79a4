package io.postrider.replies;

/**
 * The meaning of a refusal.
 *
 * @param permanent 5yz, or class 5 of the enhanced code if there is no code; never derived from the text
 * @param oneMailbox whether it concerns this recipient only, not others at the site
 * @param doubtful whether it may concern the sender or the client; then it neither suppresses the recipient nor is
 *     evidence against its domain
 * @param about the subject: mail, sender or client
 */
public record Bounce(Category category, boolean permanent, boolean oneMailbox, boolean doubtful, RefusalSubject about) {
    /** About the mail or its recipient. */
    public Bounce(Category category, boolean permanent) {
        this(category, permanent, false, false, RefusalSubject.MAIL);
    }

    /** The same, but without certainty about the recipient. */
    public Bounce doubted() {
        return new Bounce(category, permanent, oneMailbox, true, about);
    }

    /** The same, but the bad address or domain is the sender's: the reply names it and not the recipient's. */
    public Bounce namingSender() {
        boolean bad = category == Category.BAD_MAILBOX || category == Category.BAD_DOMAIN;
        return bad ? ofSender(DialogueStage.UNKNOWN).about(RefusalSubject.SENDER) : this;
    }

    Bounce about(RefusalSubject subject) {
        return new Bounce(category, permanent, oneMailbox, doubtful, subject);
    }

    /** The same refusal, about the client or the sender instead of the recipient. */
    Bounce ofSender(DialogueStage stage) {
        Category other = switch (category) {
            case BAD_MAILBOX, BAD_DOMAIN -> stage == DialogueStage.AUTH ? Category.RELAY_CONFIG : Category.AUTH;
            case FULL_MAILBOX -> Category.THROTTLING;
            default -> category;
        };
        return new Bounce(other, permanent, false, true, about);
    }

    /**
     * Whether the address is permanently bad and is to be suppressed. A block of any kind does not concern the address.
     */
    public boolean hard() {
        return permanent && !doubtful && category == Category.BAD_MAILBOX;
    }

    /**
     * Whether this is evidence that the recipient's domain is bad. Alone it proves nothing: a resolver may be
     * temporarily wrong, and a domain may lapse and return.
     */
    public boolean badDomain() {
        return permanent && !doubtful && category == Category.BAD_DOMAIN;
    }

    /**
     * The provider throttles us. Greylisting does not: it only requires a second attempt. Nor does a mailbox that receives too
     * much at once: its site accepts all other mail.
     */
    public boolean slowDown() {
        boolean less = category == Category.THROTTLING || category == Category.REPUTATION && !permanent;
        return less && !oneMailbox;
    }
}
