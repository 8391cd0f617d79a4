package io.postrider.mail;

/**
 * The addresses on the broker. {@code infra/libs/queue} declares them; auto-creation is off, so a typo here is
 * detected.
 */
public final class Addresses {
    /** Anycast: messages that could not be decoded, or failed ten deliveries. */
    public static final String DEAD = "mail.dead";

    private static final String OURS = "mail.";

    private Addresses() {}

    /** Whether it is one of these, not an address of the broker itself. */
    public static boolean isOurs(String address) {
        return address.startsWith(OURS);
    }

    /** Anycast, ingest and sender (retries) to router. */
    public static String submitted(Lane lane) {
        return "mail.submitted." + lane.word();
    }

    /** Anycast, router to sender. */
    public static String outbound(Lane lane) {
        return "mail.outbound." + lane.word();
    }
}
