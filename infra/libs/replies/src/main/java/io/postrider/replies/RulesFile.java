package io.postrider.replies;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads {@code rules.yaml}, which is part of the build: an error in it is a bug. */
final class RulesFile {
    private static final String NAME = "rules.yaml";
    private static final Set<String> SETTINGS = Set.of(
            "category", "codes", "enhanced", "text", "anywhere", "stages", "whole", "oneMailbox", "vague", "source");

    private RulesFile() {}

    static List<Rule> read() {
        try (InputStream file = RulesFile.class.getResourceAsStream(NAME)) {
            if (file == null) {
                throw new IllegalStateException(NAME + " is not on the class path");
            }
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            return parse(new Yaml(new SafeConstructor(options)).load(file));
        } catch (IOException e) {
            throw new IllegalStateException(NAME + " cannot be read", e);
        }
    }

    private static List<Rule> parse(Object root) {
        Map<String, Set<String>> sets = sets((Map<?, ?>) ((Map<?, ?>) root).get("words"));
        List<Rule> rules = new ArrayList<>();
        for (Object entry : list(((Map<?, ?>) root).get("rules"))) {
            Map<?, ?> settings = (Map<?, ?>) entry;
            try {
                rules.add(rule(settings, sets));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException("%s, rule %s: %s".formatted(NAME, settings, e.getMessage()), e);
            }
        }
        return List.copyOf(rules);
    }

    private static Map<String, Set<String>> sets(Map<?, ?> named) {
        Map<String, Set<String>> sets = new HashMap<>();
        named.forEach((name, words) -> sets.put(
                String.valueOf(name),
                texts(words)
                        .flatMap(word -> ReplyTokens.of(word).words().stream())
                        .collect(Collectors.toUnmodifiableSet())));
        return sets;
    }

    private static Rule rule(Map<?, ?> settings, Map<String, Set<String>> sets) {
        for (Object setting : settings.keySet()) {
            if (!SETTINGS.contains(String.valueOf(setting))) {
                throw new IllegalArgumentException(setting + " is not a setting");
            }
        }
        String word = String.valueOf(settings.get("category"));
        Rule rule = new Rule(
                Category.of(word).orElseThrow(() -> new IllegalArgumentException("no category " + word)),
                list(settings.get("codes")).stream()
                        .map(value -> Rule.CodePattern.of(String.valueOf(value)))
                        .toList(),
                list(settings.get("enhanced")).stream()
                        .map(value -> Rule.EnhancedPattern.of(String.valueOf(value)))
                        .toList(),
                texts(settings.get("text"))
                        .map(phrase -> new Phrase(phrase, sets))
                        .toList(),
                list(settings.get("anywhere")).stream()
                        .map(value -> Phrase.oneWord(String.valueOf(value), sets))
                        .toList(),
                list(settings.get("stages")).stream()
                        .map(value -> DialogueStage.of(String.valueOf(value))
                                .orElseThrow(() -> new IllegalArgumentException("no stage " + value)))
                        .collect(Collectors.toUnmodifiableSet()),
                Boolean.TRUE.equals(settings.get("whole")),
                Boolean.TRUE.equals(settings.get("oneMailbox")),
                Boolean.TRUE.equals(settings.get("vague")),
                String.valueOf(settings.get("source")));
        if (settings.get("source") == null) {
            throw new IllegalArgumentException("has no source");
        }
        if (rule.codes().isEmpty()
                && rule.enhancedCodes().isEmpty()
                && rule.phrases().isEmpty()
                && rule.anywhere().isEmpty()
                && rule.stages().isEmpty()) {
            throw new IllegalArgumentException("has no condition");
        }
        return rule;
    }

    /** There are thousands of phrases; YAML reads one text with commas in a fraction of the time of a list. */
    private static Stream<String> texts(Object value) {
        return value == null
                ? Stream.empty()
                : Stream.of(String.valueOf(value).split(",")).map(String::trim);
    }

    private static List<?> list(Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }
}
