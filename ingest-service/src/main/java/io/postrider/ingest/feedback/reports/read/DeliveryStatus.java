package io.postrider.ingest.feedback.reports.read;

import io.postrider.mail.AddressKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a delivery status notification (RFC 3464). */
final class DeliveryStatus {
    private static final String ACTION = "Action";
    private static final String STATUS = "Status";
    private static final String DIAGNOSTIC = "Diagnostic-Code";

    private static final String RECIPIENT = "Final-Recipient";
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:rfc822|utf-8)\\s*;\\s*<?((?:\"(?:[^\"\\\\]|\\\\.){1,320}+\"|[^<>\\s]{1,320})@[^<>\\s]{1,255})>?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern HEXADECIMAL = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})\\}");

    private DeliveryStatus() {}

    /**
     * @param parts one or more; some servers write one for each recipient
     * @param text the human-readable explanation, used if the fields contain no reply
     */
    static Report read(List<ParsedMail.Part> parts, String text) throws UnreadableMailException {
        List<HeaderFields> groups = new ArrayList<>();
        for (ParsedMail.Part part : parts) {
            groups.addAll(HeaderFields.groups(part.content()));
        }
        List<HeaderFields> failed =
                groups.stream().filter(DeliveryStatus::failed).toList();
        if (!failed.isEmpty()) {
            // Computed once for all of them, because the untrusted sender chooses their number and the length of the
            // text.
            QuotedReply explanation = PlainBounce.reply(text);
            List<Report.Bounced> failures =
                    failed.stream().map(group -> bounced(group, explanation)).toList();
            return failures.get(0).with(failures.subList(1, failures.size()));
        }
        return new Report.Dropped(groups.stream()
                .filter(group -> group.has(ACTION))
                .map(DeliveryStatus::otherwise)
                .findFirst()
                .orElse(Report.Reason.UNCLEAR));
    }

    private static String action(HeaderFields group) {
        return group.first(ACTION).orElse("").toLowerCase(Locale.ROOT);
    }

    /** RFC 3464 requires an action for each recipient; if it is missing, the status decides. */
    private static boolean failed(HeaderFields group) {
        return group.has(ACTION)
                ? action(group).startsWith("failed")
                : group.first(STATUS).orElse("").startsWith("5");
    }

    private static Report.Reason otherwise(HeaderFields group) {
        String action = action(group);
        if (action.startsWith("delayed")) {
            return Report.Reason.DELAYED;
        }
        return action.startsWith("delivered") || action.startsWith("relayed") || action.startsWith("expanded")
                ? Report.Reason.DELIVERED
                : Report.Reason.UNCLEAR;
    }

    private static Report.Bounced bounced(HeaderFields group, QuotedReply explanation) {
        String diagnostic = group.decoded(DIAGNOSTIC);
        String status = group.first(STATUS).orElse("");
        // "smtp; 550 5.1.1 no such user": the type is ignored, since other types contain SMTP replies as well.
        String said = diagnostic.substring(diagnostic.indexOf(';') + 1).strip();
        if (!said.isEmpty()) {
            return Report.Bounced.of(QuotedReply.of(said).withStatus(status), recipient(group));
        }
        boolean reply = explanation.code() != 0 && explanation.exact();
        return reply
                ? Report.Bounced.of(explanation, recipient(group))
                : Report.Bounced.explained(explanation.believing(status), recipient(group));
    }

    /**
     * {@code rfc822; ann@mail.example}, or {@code utf-8;} with characters either unencoded or as {@code \\x{E9}} (RFC
     * 6533, 3).
     */
    private static Set<String> recipient(HeaderFields group) {
        Matcher address = ADDRESS.matcher(group.first(RECIPIENT).orElse(""));
        if (!address.matches()) {
            return Set.of();
        }
        String text = HEXADECIMAL.matcher(address.group(1)).replaceAll(match -> {
            int character = Integer.parseInt(match.group(1), 16);
            return Character.isValidCodePoint(character) ? Matcher.quoteReplacement(Character.toString(character)) : "";
        });
        return Set.of(AddressKey.of(text));
    }
}
