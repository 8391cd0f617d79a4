package io.postrider.replies;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules in order. A text is scanned once, whatever the number of rules: each word is looked up among the first
 * words of phrases.
 */
final class Rules {
    private record Place(int rule, Phrase phrase) {}

    /**
     * The phrases that begin with one word.
     *
     * @param bySecondWord phrases whose second word follows immediately
     * @param alone phrases of one word, or with a gap after it
     */
    private record Beginning(Map<String, List<Place>> bySecondWord, List<Place> alone) {}

    private final List<Rule> rules;
    private final Map<String, Beginning> beginnings = new HashMap<>();

    Rules(List<Rule> rules) {
        this.rules = rules;
        for (int i = 0; i < rules.size(); i++) {
            for (Phrase phrase : rules.get(i).phrases()) {
                add(new Place(i, phrase));
            }
        }
    }

    private void add(Place place) {
        List<Set<String>> start = place.phrase.beginning();
        for (String first : start.get(0)) {
            Beginning beginning =
                    beginnings.computeIfAbsent(first, word -> new Beginning(new HashMap<>(), new ArrayList<>()));
            if (start.size() == 1) {
                beginning.alone.add(place);
            } else {
                start.get(1)
                        .forEach(second -> beginning
                                .bySecondWord
                                .computeIfAbsent(second, word -> new ArrayList<>())
                                .add(place));
            }
        }
    }

    /** @param code three digits, or only the class as {@code 500} if no code is known */
    Bounce read(int code, EnhancedCode enhanced, List<String> words, DialogueStage stage) {
        boolean permanent = code >= 500;
        BitSet said = said(words);
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            boolean spoken = rule.phrases().isEmpty() || said.get(i);
            if (spoken && rule.takes(code, enhanced, stage) && rule.takesWords(words)) {
                return rule.bounce(permanent, enhanced);
            }
        }
        return new Bounce(Category.OTHER, permanent);
    }

    private BitSet said(List<String> words) {
        BitSet said = new BitSet(rules.size());
        for (int at = 0; at < words.size(); at++) {
            Beginning beginning = beginnings.get(words.get(at));
            if (beginning != null) {
                mark(said, beginning.alone, words, at);
                if (at + 1 < words.size()) {
                    mark(said, beginning.bySecondWord.getOrDefault(words.get(at + 1), List.of()), words, at);
                }
            }
        }
        return said;
    }

    private void mark(BitSet said, List<Place> places, List<String> words, int at) {
        for (Place place : places) {
            if (!said.get(place.rule) && says(place, words, at)) {
                said.set(place.rule);
            }
        }
    }

    private boolean says(Place place, List<String> words, int at) {
        return rules.get(place.rule).whole()
                ? at == 0 && place.phrase.isWhole(words)
                : place.phrase.standsAt(words, at);
    }
}
