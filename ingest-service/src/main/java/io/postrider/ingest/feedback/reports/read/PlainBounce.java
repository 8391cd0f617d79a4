package io.postrider.ingest.feedback.reports.read;

import io.postrider.mail.AddressKey;
import io.postrider.replies.DialogueStage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads bounces of servers that do not implement RFC 3464, such as qmail, and distinguishes them from automatic
 * replies.
 */
public final class PlainBounce {
    /** Maximum lines read. Bounces state early what has happened; then the mail follows. */
    private static final int LINES = 120;

    /** Maximum characters of a line that are read; SMTP allows 998 (RFC 5321, 4.5.3.1.6). */
    private static final int LINE_LENGTH = 1_000;

    /** Maximum lines of one reply. */
    private static final int REPLY_LINES = 4;

    private static final Pattern DAEMON = Pattern.compile(
            "mailer-?daemon|postmaster|mail delivery (sub)?system|\\bmdaemon\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern FAILURE = Pattern.compile(
            "fail|undeliver|returned (mail|to sender)|not be(en)? delivered|rejected", Pattern.CASE_INSENSITIVE);
    private static final Pattern DELAY =
            Pattern.compile("delayed|\\bdelay\\b|warning|still (being|not)|not yet", Pattern.CASE_INSENSITIVE);

    /** "--- Below this line is a copy of the message." and the like, or the first fields of its header. */
    private static final Pattern ORIGINAL_BEGINS = Pattern.compile(
            "-{2,}+.{0,40}\\b(copy|original|returned|message)\\b.*"
                    + "|(original message|message headers?|returned message|your message) follows?\\b.*"
                    + "|(below|this|here|the following) is a copy of .{0,40}\\bmessage\\b.*"
                    + "|(return-path|received|dkim-signature|message-id|mime-version|content-type):.*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern AUTO_PRECEDENCE =
            Pattern.compile("auto_reply|junk|bulk|list", Pattern.CASE_INSENSITIVE);

    private PlainBounce() {}

    static Report read(ParsedMail mail) {
        HeaderFields header = mail.header();
        String subject = header.decoded("Subject");
        QuotedReply words = reply(mail.text());
        // Exim lists the recipients in this field, and only in bounces.
        if (header.has("X-Failed-Recipients")) {
            return Report.Bounced.of(words, addresses(header.first("X-Failed-Recipients")));
        }
        boolean daemon = DAEMON.matcher(header.decoded("From")).find();
        if (!daemon && (header.has("X-Autoreply") || header.has("X-Autorespond"))) {
            return new Report.Dropped(Report.Reason.AUTO_REPLY);
        }
        boolean failure = FAILURE.matcher(subject).find();
        if (!failure && DELAY.matcher(subject).find()) {
            return new Report.Dropped(Report.Reason.DELAYED);
        }
        if (daemon ? failure || words.coded() : failure && words.coded()) {
            return Report.Bounced.of(words, Set.of());
        }
        return new Report.Dropped(autoReply(header) ? Report.Reason.AUTO_REPLY : Report.Reason.UNCLEAR);
    }

    private static Set<String> addresses(Optional<String> field) {
        return field.stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::strip)
                .filter(address -> address.indexOf('@') > 0)
                .map(AddressKey::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** RFC 3834, 5, and its predecessors. Bounces have this mark as well, so alone it decides nothing. */
    public static boolean autoReply(HeaderFields header) {
        String submitted = header.first("Auto-Submitted").orElse("no").toLowerCase(Locale.ROOT);
        return !submitted.startsWith("no")
                || header.has("X-Autoreply")
                || header.has("X-Autorespond")
                || AUTO_PRECEDENCE
                        .matcher(header.first("Precedence").orElse(""))
                        .matches();
    }

    /**
     * The reply in a text: the first paragraph with both codes, otherwise the first with one code, otherwise the first.
     */
    static QuotedReply reply(String text) {
        List<String> lines = text.lines()
                .limit(LINES)
                .map(line ->
                        line.substring(0, Math.min(line.length(), LINE_LENGTH)).strip())
                .takeWhile(line -> !ORIGINAL_BEGINS.matcher(line).matches())
                .toList();
        QuotedReply best = null;
        for (int i = 0; i < lines.size(); i++) {
            QuotedReply line = QuotedReply.of(lines.get(i));
            if (line.code() != 0 && line.enhancedCode() != null) {
                return reply(lines, i);
            }
            if (line.coded() && best == null) {
                best = reply(lines, i);
            }
        }
        return best == null ? QuotedReply.of(String.join(" ", lines)) : best;
    }

    /** Exim writes "after MAIL FROM" in the line before the reply. */
    private static QuotedReply reply(List<String> lines, int at) {
        int from = at;
        while (from > 0 && at - from < REPLY_LINES && !lines.get(from - 1).isEmpty()) {
            from--;
        }
        String before = String.join(" ", lines.subList(from, at));
        String reply = paragraph(lines, at);
        return QuotedReply.of(reply).at(DialogueStage.in(before + " " + reply));
    }

    private static String paragraph(List<String> lines, int from) {
        int to = from + 1;
        while (to < lines.size() && to < from + REPLY_LINES && !lines.get(to).isEmpty()) {
            to++;
        }
        return String.join(" ", lines.subList(from, to));
    }
}
