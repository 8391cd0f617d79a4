package io.postrider.replies;

import java.util.Map;
import java.util.Set;

/**
 * Reduces the forms of an English word to a stem: exceeds, exceeded and exceeding are "exceed", doesn't is "does not".
 * The stem need not be a word; it only has to be the same for rules and replies. Words of other languages are treated
 * alike.
 */
final class WordStem {
    /** Shorter words are left unchanged: "need", "using". */
    private static final int LEAST_LENGTH = 5;

    /** Forms whose meaning differs from the stem: "listed" on a block list is not "list", a mailing list. */
    private static final Set<String> KEPT =
            Set.of("listed", "listing", "spamming", "during", "address", "nothing", "string");

    private static final Map<String, String> CONTRACTED = Map.ofEntries(
            Map.entry("doesnt", "does"),
            Map.entry("dosnt", "does"),
            Map.entry("dont", "do"),
            Map.entry("didnt", "did"),
            Map.entry("isnt", "is"),
            Map.entry("arent", "are"),
            Map.entry("wasnt", "was"),
            Map.entry("werent", "were"),
            Map.entry("cant", "can"),
            Map.entry("cannot", "can"),
            Map.entry("couldnt", "could"),
            Map.entry("wont", "will"),
            Map.entry("wouldnt", "would"),
            Map.entry("hasnt", "has"),
            Map.entry("havent", "have"));

    private WordStem() {}

    /** @return the word before "not", or null if {@code word} does not contain it */
    static String beforeNot(String word) {
        return CONTRACTED.get(word);
    }

    static String of(String word) {
        if (word.length() < LEAST_LENGTH || KEPT.contains(word)) {
            return word;
        }
        if (word.endsWith("ies") || word.endsWith("ied")) {
            return word.substring(0, word.length() - 3) + 'y';
        }
        if (word.endsWith("ing") && word.length() > LEAST_LENGTH + 1) {
            return cut(word, 3);
        }
        if (word.endsWith("ed")) {
            return cut(word, 2);
        }
        if (word.endsWith("es")) {
            return word.substring(0, word.length() - 2);
        }
        boolean plural = word.endsWith("s") && "sui".indexOf(word.charAt(word.length() - 2)) < 0;
        return plural || word.endsWith("e") ? word.substring(0, word.length() - 1) : word;
    }

    /** {@code permitted} is "permit". */
    private static String cut(String word, int ending) {
        int end = word.length() - ending;
        char last = word.charAt(end - 1);
        boolean doubled = last == word.charAt(end - 2) && "aeiouls".indexOf(last) < 0;
        return word.substring(0, doubled ? end - 1 : end);
    }
}
