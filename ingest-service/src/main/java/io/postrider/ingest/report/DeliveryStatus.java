package io.postrider.ingest.report;

import java.util.List;
import java.util.Locale;

/** Reads a delivery status notification (RFC 3464). */
final class DeliveryStatus {
    private static final String ACTION = "Action";
    private static final String STATUS = "Status";
    private static final String DIAGNOSTIC = "Diagnostic-Code";

    private DeliveryStatus() {}

    /** @param text what the notification tells people, for a notification that has no reply in its fields */
    static Report read(Mail.Part status, String text) throws UnreadableException {
        List<Header> groups = Header.groups(status.content());
        for (Header group : groups) {
            if (failed(group)) {
                return Report.Bounced.of(words(group, text));
            }
        }
        return new Report.Dropped(groups.stream()
                .filter(group -> group.has(ACTION))
                .map(DeliveryStatus::otherwise)
                .findFirst()
                .orElse(Report.Reason.UNCLEAR));
    }

    private static String action(Header group) {
        return group.first(ACTION).orElse("").toLowerCase(Locale.ROOT);
    }

    /** RFC 3464 asks for an action with each recipient; where it is left out, the status must say it. */
    private static boolean failed(Header group) {
        return group.has(ACTION)
                ? action(group).startsWith("failed")
                : group.first(STATUS).orElse("").startsWith("5");
    }

    private static Report.Reason otherwise(Header group) {
        String action = action(group);
        if (action.startsWith("delayed")) {
            return Report.Reason.DELAYED;
        }
        return action.startsWith("delivered") || action.startsWith("relayed") || action.startsWith("expanded")
                ? Report.Reason.DELIVERED
                : Report.Reason.UNCLEAR;
    }

    private static ReplyWords words(Header group, String text) {
        String diagnostic = group.first(DIAGNOSTIC).orElse("");
        // "smtp; 550 5.1.1 no such user": the type is of no interest, since others hold SMTP replies too.
        String said = diagnostic.substring(diagnostic.indexOf(';') + 1).strip();
        ReplyWords words = said.isEmpty() ? PlainBounce.reply(text) : ReplyWords.of(said);
        return words.withStatus(group.first(STATUS).orElse(""));
    }
}
