package io.postrider.replies;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A reply with one of these words suppresses nothing, whatever else it contains: it mentions the sender, the client,
 * the message, another time, a limit or a rule, so that the missing address may be the sender's. An unnecessary doubt
 * costs a few more bounces, a wrong suppression costs a reader.
 */
final class DoubtfulWords {
    private static final Set<String> WORDS = Set.copyOf(ReplyTokens.of(
                    "sender originator mailfrom client helo ehlo callback return header dmarc dkim spf dns loop policy spam"
                            + " virus blacklisted reputation relay relaying quota full limit temporarily later"
                            + " external outside outgoing login session timeout vacation holiday until maintenance"
                            + " unsubscribed unsubscribe attachment wants trusted minutes hours tomorrow")
            .words());

    private static final List<Phrase> PHRASES = Stream.of(
                    "your domain",
                    "your server",
                    "your host",
                    "your network",
                    "your ip",
                    "your from",
                    "from your",
                    "sending server",
                    "sending host",
                    "sending from",
                    "envelope from",
                    "from address",
                    "removed you",
                    "is down",
                    "another process")
            .map(text -> new Phrase(text, Map.of()))
            .toList();

    private DoubtfulWords() {}

    /** @param words of a reply, as stems */
    static boolean isIn(List<String> words) {
        if (!Collections.disjoint(WORDS, words)) {
            return true;
        }
        for (int at = 0; at < words.size(); at++) {
            for (Phrase phrase : PHRASES) {
                if (phrase.standsAt(words, at)) {
                    return true;
                }
            }
        }
        return false;
    }
}
