package io.postrider.replies;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A reply with one of these words suppresses nothing, whatever else it says: it speaks of the sender, the client, the message or another
 * time, or of a limit or rule, and what does not exist may be the sender's. A wrong doubt costs some more bounces, a wrong suppression a
 * reader.
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

    /** @param words of a reply, each as its stem */
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
