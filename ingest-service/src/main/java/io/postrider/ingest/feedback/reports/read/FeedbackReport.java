package io.postrider.ingest.feedback.reports.read;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a feedback report (RFC 5965). The mail is identified by its return path or its Message-ID; both are signed. */
final class FeedbackReport {
    /** Feedback types that are not complaints of a recipient (RFC 5965, 7.3; RFC 6591). */
    private static final Set<String> NO_COMPLAINTS = Set.of("not-spam", "auth-failure");

    /** Microsoft adds this field to the mail, with the complainant's address. */
    private static final String COMPLAINANT = "X-HmXmrOriginalRecipient";

    private static final Pattern WORD = Pattern.compile("[a-z][a-z-]{0,30}");
    private static final Pattern ADDRESS = Pattern.compile("<?([^<>\\s;]{3,320})>?");

    /** Matches what may be one of our return paths ({@code ReturnPath}). */
    private static final Pattern SIGNED = Pattern.compile(
            "(?<![a-z0-9.+-])b\\+[a-z2-7]{40,60}@[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,8}", Pattern.CASE_INSENSITIVE);

    private FeedbackReport() {}

    static Report read(ParsedMail mail, ParsedMail.Part report) throws UnreadableMailException {
        HeaderFields fields = HeaderFields.of(report.content());
        // An unregistered type is treated as "other" (RFC 5965, 3.1).
        String kind = fields.first("Feedback-Type")
                .map(type -> type.toLowerCase(Locale.ROOT))
                .filter(type -> WORD.matcher(type).matches())
                .orElse("other");
        if (NO_COMPLAINTS.contains(kind)) {
            return new Report.Dropped(Report.Reason.NO_COMPLAINT);
        }
        return complained(kind, address(fields.first("Original-Mail-From")), original(mail));
    }

    /** A complaint in the old form of Microsoft's JMRP, which consists of the mail only. */
    static Optional<Report> ofOriginal(ParsedMail mail) throws UnreadableMailException {
        HeaderFields original = original(mail);
        return original.has(COMPLAINANT)
                ? Optional.of(complained("abuse", Optional.empty(), original))
                : Optional.empty();
    }

    private static Report complained(String kind, Optional<String> told, HeaderFields original) {
        String returnPath = told.or(() -> returnPath(original)).orElse(null);
        return new Report.Complained(
                kind, returnPath, original.first("Message-ID").orElse(null));
    }

    /** The header of the reported mail; empty if the report has none. */
    private static HeaderFields original(ParsedMail mail) throws UnreadableMailException {
        Optional<ParsedMail.Part> original = mail.part(
                "message/rfc822",
                "text/rfc822-headers",
                "message/rfc822-headers",
                "message/global",
                "message/global-headers");
        return original.isPresent() ? HeaderFields.of(original.get().content()) : new HeaderFields(List.of());
    }

    /**
     * Microsoft's reports have three fields and none of them has the return path, but the mail's header may, in any field: {@code
     * Return-Path}, {@code Received-SPF}, {@code X-Envelope-From}. It is signed, so the field does not matter.
     */
    private static Optional<String> returnPath(HeaderFields original) {
        return address(original.first("Return-Path"))
                .or(() -> original.fields().stream()
                        .map(field -> SIGNED.matcher(String.valueOf(field.getBody())))
                        .filter(Matcher::find)
                        .map(Matcher::group)
                        .findFirst());
    }

    private static Optional<String> address(Optional<String> field) {
        return field.map(ADDRESS::matcher).filter(Matcher::find).map(address -> address.group(1));
    }
}
