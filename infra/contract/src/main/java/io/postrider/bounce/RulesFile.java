package io.postrider.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads {@code rules.yaml}, which is part of the build: a mistake in it is a bug. */
final class RulesFile {
    private static final String NAME = "rules.yaml";
    private static final Set<String> SETTINGS = Set.of("category", "codes", "enhanced", "text", "whole", "source");

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
        List<Rule> rules = new ArrayList<>();
        for (Object entry : list(((Map<?, ?>) root).get("rules"))) {
            Map<?, ?> settings = (Map<?, ?>) entry;
            try {
                rules.add(rule(settings));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException("%s, rule %s: %s".formatted(NAME, settings, e.getMessage()), e);
            }
        }
        return List.copyOf(rules);
    }

    private static Rule rule(Map<?, ?> settings) {
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
                list(settings.get("text")).stream()
                        .map(value -> new Phrase(String.valueOf(value)))
                        .toList(),
                Boolean.TRUE.equals(settings.get("whole")),
                String.valueOf(settings.get("source")));
        if (settings.get("source") == null) {
            throw new IllegalArgumentException("has no source");
        }
        if (rule.codes().isEmpty()
                && rule.enhancedCodes().isEmpty()
                && rule.phrases().isEmpty()) {
            throw new IllegalArgumentException("has no condition");
        }
        return rule;
    }

    private static List<?> list(Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }
}
