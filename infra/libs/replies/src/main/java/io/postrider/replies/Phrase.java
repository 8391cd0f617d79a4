package io.postrider.replies;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words that must occur in a reply in this order. {@code ...} in a phrase stands for up to {@value #MOST_BETWEEN} other
 * words. Matching never backtracks, so no text takes long.
 */
final class Phrase {
    static final int MOST_BETWEEN = 6;

    private static final String GAP = "...";
    private static final List<Set<String>> IN_REPLY_TO = List.of(Set.of("in"), Set.of("reply"), Set.of("to"));

    private final List<List<Set<String>>> parts = new ArrayList<>();

    /** @param sets of words any of whose words matches where the phrase has the set's name in angle brackets */
    Phrase(String text, Map<String, Set<String>> sets) {
        List<Set<String>> part = new ArrayList<>();
        for (String token : text.trim().split("\\s+")) {
            if (token.equals(GAP)) {
                parts.add(part);
                part = new ArrayList<>();
            } else if (token.startsWith("<")) {
                part.add(oneWord(token, sets));
            } else {
                for (String word : ReplyTokens.of(token).words()) {
                    part.add(Set.of(word));
                }
            }
        }
        parts.add(part);
        if (parts.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("phrase '" + text + "' has no words before or after ...");
        }
    }

    /** What one position matches: a word, or any word of a set. */
    static Set<String> oneWord(String token, Map<String, Set<String>> sets) {
        if (!token.startsWith("<")) {
            return Set.copyOf(ReplyTokens.of(token).words());
        }
        Set<String> words = sets.get(token.substring(1, token.length() - 1));
        if (words == null) {
            throw new IllegalArgumentException("no set of words " + token);
        }
        return words;
    }

    /** What each position up to the first gap matches. */
    List<Set<String>> beginning() {
        return parts.get(0);
    }

    /** @param at index of the first word */
    boolean standsAt(List<String> words, int at) {
        if (!matches(parts.get(0), words, at)) {
            return false;
        }
        int next = at + parts.get(0).size();
        for (int i = 1; i < parts.size(); i++) {
            int found = find(parts.get(i), words, next);
            if (found < 0) {
                return false;
            }
            next = found + parts.get(i).size();
        }
        return true;
    }

    /** Whether the phrase, which has no {@code ...}, is the whole text, except for Postfix's "(in reply to RCPT TO command)". */
    boolean isWhole(List<String> words) {
        int size = parts.get(0).size();
        boolean ends = words.size() == size || matches(IN_REPLY_TO, words, size);
        return ends && matches(parts.get(0), words, 0);
    }

    private static int find(List<Set<String>> part, List<String> words, int from) {
        int last = Math.min(from + MOST_BETWEEN, words.size() - part.size());
        for (int i = from; i <= last; i++) {
            if (matches(part, words, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(List<Set<String>> part, List<String> words, int at) {
        if (at + part.size() > words.size()) {
            return false;
        }
        for (int i = 0; i < part.size(); i++) {
            if (!part.get(i).contains(words.get(at + i))) {
                return false;
            }
        }
        return true;
    }
}
