package io.postrider.ingest.feedback.reports.read;

import io.postrider.replies.DialogueStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's reply as quoted in a report.
 *
 * @param code the SMTP reply code, or 0
 * @param enhancedCode the RFC 3463 code, or null
 * @param text the reply without its codes
 * @param stage what the server refused, as stated by "in reply to MAIL FROM"
 */
public record QuotedReply(int code, String enhancedCode, String text, DialogueStage stage) {
    /** Maximum characters searched for a reply. */
    private static final int LONGEST = 2_000;

    private static final String ENHANCED = "(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?!\\.?\\d)";

    /** At the beginning, or after a word such as "said:". */
    private static final Pattern CODE =
            Pattern.compile("(?<![\\w.@/-])([45][0-5]\\d)(?:[ :-]+['\"(]?#?" + ENHANCED + "\\)?|(?=[ :;,)-]|$))");

    private static final Pattern ENHANCED_CODE = Pattern.compile(ENHANCED);
    private static final Pattern GENERIC = Pattern.compile("[245]\\.0\\.0");

    /** The codes repeated on continuation lines of a reply. */
    private static final Pattern REPEATED =
            Pattern.compile("\\s+[45]\\d\\d[- ](?:([45]\\.\\d{1,3}\\.\\d{1,3})\\s)?\\s*");

    /** Whether there is any code; without one, a text proves nothing. */
    boolean coded() {
        return code != 0 || enhancedCode != null;
    }

    /** Codes and text of a server's reply, wherever the codes are in it. */
    static QuotedReply of(String said) {
        String reply = said.length() > LONGEST ? said.substring(0, LONGEST) : said;
        Matcher code = CODE.matcher(reply);
        if (code.find()) {
            String enhanced = code.group(2) == null ? firstEnhanced(reply) : code.group(2);
            String text = text(reply, code, enhanced);
            return new QuotedReply(Integer.parseInt(code.group(1)), enhanced, text, DialogueStage.in(reply));
        }
        return new QuotedReply(0, firstEnhanced(reply), reply.strip(), DialogueStage.in(reply));
    }

    /** A different enhanced code belongs to a reply within the reply, and is kept. */
    private static String text(String reply, Matcher code, String enhanced) {
        String after = reply.substring(code.end()).strip();
        String rest = after.startsWith("-") ? after.substring(1).strip() : after;
        String text = rest.isEmpty() ? reply.substring(0, code.start()) : rest;
        return REPEATED.matcher(text)
                .replaceAll(repeated ->
                        repeated.group(1) == null || repeated.group(1).equals(enhanced)
                                ? " "
                                : Matcher.quoteReplacement(repeated.group()))
                .strip();
    }

    private static String firstEnhanced(String reply) {
        Matcher enhanced = ENHANCED_CODE.matcher(reply);
        return enhanced.find() ? enhanced.group(1) : null;
    }

    /** Whether there is a specific enhanced code. */
    boolean exact() {
        return enhancedCode != null && !GENERIC.matcher(enhancedCode).matches();
    }

    /** This text explains a {@code Status} field, which takes precedence over any code in the text. */
    QuotedReply believing(String status) {
        Matcher stated = ENHANCED_CODE.matcher(status);
        if (!stated.find() || GENERIC.matcher(stated.group(1)).matches()) {
            return this;
        }
        boolean agrees = code / 100 == stated.group(1).charAt(0) - '0';
        return new QuotedReply(agrees ? code : 0, stated.group(1), text, stage);
    }

    QuotedReply at(DialogueStage other) {
        return new QuotedReply(code, enhancedCode, text, other);
    }

    /** With the code of a {@code Status} field, unless the reply itself is specific. */
    QuotedReply withStatus(String status) {
        Matcher stated = ENHANCED_CODE.matcher(status);
        if (!stated.find()
                || exact()
                || enhancedCode != null && GENERIC.matcher(stated.group(1)).matches()) {
            return this;
        }
        return new QuotedReply(code, stated.group(1), text, stage);
    }
}
