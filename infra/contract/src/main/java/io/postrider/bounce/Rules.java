package io.postrider.bounce;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules in order. A text is gone through once, whatever their number: each word leads to the phrases it begins. */
final class Rules {
    private record Place(int rule, Phrase phrase) {}

    private final List<Rule> rules;
    private final Map<String, List<Place>> byFirstWord = new HashMap<>();

    Rules(List<Rule> rules) {
        this.rules = rules;
        for (int i = 0; i < rules.size(); i++) {
            for (Phrase phrase : rules.get(i).phrases()) {
                byFirstWord
                        .computeIfAbsent(phrase.firstWord(), word -> new ArrayList<>())
                        .add(new Place(i, phrase));
            }
        }
    }

    Category category(int code, EnhancedCode enhanced, List<String> words) {
        BitSet said = said(words);
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if ((rule.phrases().isEmpty() || said.get(i)) && rule.takes(code, enhanced)) {
                return rule.category();
            }
        }
        return Category.OTHER;
    }

    private BitSet said(List<String> words) {
        BitSet said = new BitSet(rules.size());
        for (int at = 0; at < words.size(); at++) {
            for (Place place : byFirstWord.getOrDefault(words.get(at), List.of())) {
                if (!said.get(place.rule) && says(place, words, at)) {
                    said.set(place.rule);
                }
            }
        }
        return said;
    }

    private boolean says(Place place, List<String> words, int at) {
        return rules.get(place.rule).whole()
                ? at == 0 && place.phrase.isWhole(words)
                : place.phrase.standsAt(words, at);
    }
}
