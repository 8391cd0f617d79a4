package io.postrider.replies;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The subject of a refusal. A smart host that refuses its client or the sender would refuse any recipient, so such a
 * mail may take another route or wait. The same reply from a mail server of the recipient's domain is a refusal of the
 * mail like any other.
 */
public enum RefusalSubject {
    /** This mail or its recipient. */
    MAIL,
    /** The sender's address or domain: others may still use the route. */
    SENDER,
    /** The client: our account at the server, its permissions, or our host and address. */
    CLIENT;

    private static final List<Phrase> OF_SENDER = phrases(
            "sender",
            "originator",
            "mailfrom",
            "mail from",
            "from address",
            "from header",
            "from domain",
            "from must",
            "send as",
            "SendAsDenied",
            "SendAsDeniedException",
            "sending domain",
            "envelope domain",
            "disallowed as",
            "identity",
            "return path",
            "DKIM",
            "SPF",
            "DMARC");
    private static final List<Phrase> OF_CLIENT =
            phrases("client host", "helo command rejected", "unauthenticated sender");
    private static final Set<String> OUR_HOST = words("ip client helo ehlo ptr rdns reverse hostname host server");
    private static final Set<String> DOMAIN = words("domain");
    private static final Set<String> OF_RECIPIENT = words("rcpt rcpthosts recipient relay");
    private static final Set<String> ACCOUNT = words("account");
    private static final Set<String> CLOSED = words("suspended disabled deactivated terminated blocked locked paused");

    /**
     * @param read the meaning of the reply as known so far
     * @param stage what was refused
     * @param enhanced the relevant enhanced code
     * @param ofSender whether a code states that it is the sender's address
     */
    static RefusalSubject of(
            Bounce read, DialogueStage stage, EnhancedCode enhanced, boolean ofSender, List<String> words) {
        if (stage.beforeSender() || closedAccount(stage, enhanced, words)) {
            return CLIENT;
        }
        boolean client = says(OF_CLIENT, words);
        boolean sender = !client && namesSender(words);
        return switch (read.category()) {
            case SIZE -> MAIL;
            case RELAY_CONFIG -> sender || ofSender ? SENDER : CLIENT;
            case AUTH -> !sender && !ofSender && has(OUR_HOST, words) ? CLIENT : SENDER;
            case REPUTATION -> sender && !has(OUR_HOST, words) ? SENDER : CLIENT;
            case THROTTLING -> read.oneMailbox() ? MAIL : sender ? SENDER : CLIENT;
            default -> other(stage, client, ofSender);
        };
    }

    private static RefusalSubject other(DialogueStage stage, boolean client, boolean ofSender) {
        if (client) {
            return CLIENT;
        }
        return ofSender || stage == DialogueStage.MAIL ? SENDER : MAIL;
    }

    /**
     * "Account suspended" in reply to RCPT concerns the recipient, unless a code X.7.* shows that it is about
     * permission.
     */
    private static boolean closedAccount(DialogueStage stage, EnhancedCode enhanced, List<String> words) {
        boolean ours = stage != DialogueStage.RCPT && !enhanced.ofRecipient() || enhanced.subject() == 7;
        return ours && has(ACCOUNT, words) && has(CLOSED, words);
    }

    /** "That domain is not in my list of allowed rcpthosts" concerns the recipient's domain. */
    private static boolean namesSender(List<String> words) {
        return says(OF_SENDER, words) || has(DOMAIN, words) && !has(OF_RECIPIENT, words);
    }

    private static boolean has(Set<String> any, List<String> words) {
        return !Collections.disjoint(any, words);
    }

    private static boolean says(List<Phrase> phrases, List<String> words) {
        for (int at = 0; at < words.size(); at++) {
            for (Phrase phrase : phrases) {
                if (phrase.standsAt(words, at)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Phrase> phrases(String... texts) {
        return Stream.of(texts).map(text -> new Phrase(text, Map.of())).toList();
    }

    private static Set<String> words(String text) {
        return Set.copyOf(ReplyTokens.of(text).words());
    }
}
