package io.postrider.bounce;

/**
 * What a refusal means.
 *
 * @param permanent 5yz, or class 5 of the enhanced code where there is no code; never concluded from words
 */
public record Bounce(Category category, boolean permanent) {
    /** The address is bad and will stay so: it is suppressed. A block of any kind says nothing about the address. */
    public boolean hard() {
        return permanent && (category == Category.BAD_MAILBOX || category == Category.BAD_DOMAIN);
    }

    /** The provider asks for less traffic. Greylisting does not: it asks for a second try. */
    public boolean slowDown() {
        return category == Category.THROTTLING || category == Category.REPUTATION && !permanent;
    }
}
