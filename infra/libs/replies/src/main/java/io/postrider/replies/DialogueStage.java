package io.postrider.replies;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a server refused (RFC 5321, 3). Before RCPT it does not know the recipient, so its reply cannot concern the
 * recipient.
 */
public enum DialogueStage {
    /** The connection: its greeting refused. */
    CONNECT,
    /** EHLO or HELO, and STARTTLS. */
    EHLO,
    AUTH,
    MAIL,
    /** Postfix and Exim delay most refusals of a client or sender until here. */
    RCPT,
    DATA,
    /** The reply after the content (DATA or BDAT). */
    BODY,
    /** Unknown; the text may name it, as in "(in reply to MAIL FROM command)". */
    UNKNOWN;

    private static final int MOST_WORDS = 4;
    private static final Set<String> ANSWER = Set.of("reply", WordStem.of("response"));
    private static final String WHILE = WordStem.of("while");
    private static final String SENDING = WordStem.of("sending");
    private static final String STARTTLS = WordStem.of("starttls");

    /** Whether the server did not know the recipient yet. */
    boolean beforeRecipient() {
        return compareTo(RCPT) < 0;
    }

    /** Whether the server did not even know the sender yet. */
    boolean beforeSender() {
        return compareTo(MAIL) < 0;
    }

    DialogueStage orEarlier(DialogueStage other) {
        return compareTo(other) < 0 ? this : other;
    }

    static Optional<DialogueStage> of(String word) {
        try {
            return Optional.of(valueOf(word.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The stage that a text names as refused: "SMTP error from remote mail server after MAIL FROM". */
    public static DialogueStage in(String text) {
        return said(ReplyTokens.of(text).words());
    }

    /**
     * The earliest stage that the text names: "after MAIL FROM", "in reply to RCPT TO", "while sending end of data".
     */
    static DialogueStage said(List<String> words) {
        DialogueStage said = UNKNOWN;
        for (int at = 1; at < words.size(); at++) {
            if (introduces(words, at)) {
                said = said.orEarlier(named(words, at));
            }
        }
        return said;
    }

    /** Whether a command's name may stand at {@code at}. */
    private static boolean introduces(List<String> words, int at) {
        String before = words.get(at - 1);
        boolean reply = before.equals("to") && at > 1 && ANSWER.contains(words.get(at - 2));
        boolean sending = before.equals(SENDING) && at > 1 && words.get(at - 2).equals(WHILE);
        return reply || sending || before.equals("after");
    }

    private static DialogueStage named(List<String> words, int at) {
        int end = Math.min(at + MOST_WORDS, words.size());
        return switch (String.join(" ", words.subList(at, Math.min(at + 2, end)))) {
            case "mail from" -> MAIL;
            case "rcpt to" -> RCPT;
            case "end of" -> words.subList(at, end).contains("data") ? BODY : UNKNOWN;
            case "initial connection" -> CONNECT;
            default -> single(words.get(at));
        };
    }

    private static DialogueStage single(String word) {
        if (word.equals("ehlo") || word.equals("helo") || word.equals(STARTTLS)) {
            return EHLO;
        } else if (word.equals("auth")) {
            return AUTH;
        }
        return word.equals("data") ? DATA : UNKNOWN;
    }
}
