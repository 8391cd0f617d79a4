package io.postrider.sender.deliver;

import java.time.Duration;
import java.util.Locale;

/** Why something failed, in words for a log and for the ledger. */
final class Causes {
    private Causes() {}

    /** The messages down to the root, as TLS and name resolution hide the reason there. */
    static String text(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable before = null;
        for (Throwable cause = failure; cause != null && cause != before; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(message);
            }
            before = cause;
        }
        return text.toString();
    }

    static String text(Duration time) {
        return time.toMillis() % 1_000 == 0
                ? time.toSeconds() + " s"
                : String.format(Locale.ROOT, "%d ms", time.toMillis());
    }
}
