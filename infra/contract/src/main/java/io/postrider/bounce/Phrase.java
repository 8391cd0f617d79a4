package io.postrider.bounce;

import java.util.ArrayList;
import java.util.List;

/**
 * Words that must stand in a reply in this order. {@code ...} in a phrase stands for up to {@value #MOST_BETWEEN} other
 * words; there is nothing to backtrack into, so no text takes long.
 */
final class Phrase {
    static final int MOST_BETWEEN = 6;

    private static final String GAP = "...";

    private final List<List<String>> parts = new ArrayList<>();

    Phrase(String text) {
        List<String> part = new ArrayList<>();
        for (String token : text.trim().split("\\s+")) {
            if (token.equals(GAP)) {
                parts.add(part);
                part = new ArrayList<>();
            } else {
                part.addAll(ReplyWords.of(token).words());
            }
        }
        parts.add(part);
        if (parts.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("phrase '" + text + "' has no words before or after ...");
        }
    }

    /** The words up to the first gap. */
    List<String> beginning() {
        return parts.get(0);
    }

    /** @param at where the first word stands */
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

    /** Whether the phrase, which has no {@code ...}, is all there is. */
    boolean isWhole(List<String> words) {
        return words.equals(parts.get(0));
    }

    private static int find(List<String> part, List<String> words, int from) {
        int last = Math.min(from + MOST_BETWEEN, words.size() - part.size());
        for (int i = from; i <= last; i++) {
            if (matches(part, words, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(List<String> part, List<String> words, int at) {
        if (at + part.size() > words.size()) {
            return false;
        }
        for (int i = 0; i < part.size(); i++) {
            if (!part.get(i).equals(words.get(at + i))) {
                return false;
            }
        }
        return true;
    }
}
