package io.postrider.helm.values;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postrider.helm.Manifest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/**
 * The tables of the chart's README, made of the comments in values.yaml: a comment belongs to the key below it and to all that
 * this key holds; {@code # == Title} begins a table.
 */
final class ValuesDocument {
    private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z0-9]+):(.*)$");
    private static final String TITLE = "# == ";

    private final Manifest values;
    private final StringBuilder tables = new StringBuilder();
    private final Deque<String> path = new ArrayDeque<>();
    private final List<String> comment = new ArrayList<>();
    private int toldDepth = Integer.MAX_VALUE;

    private ValuesDocument(String yaml) {
        this.values = new Manifest(new Yaml().load(yaml));
        boolean begun = false;
        for (String line : yaml.split("\n")) {
            String text = line.strip();
            if (text.startsWith(TITLE)) {
                begun = true;
                comment.clear();
                tables.append("\n### ")
                        .append(text.substring(TITLE.length()))
                        .append("\n\n| value | default | what |\n| --- | --- | --- |\n");
            } else if (text.startsWith("#") && begun) {
                comment.add(text.substring(1).strip());
            } else {
                key(KEY.matcher(line));
            }
        }
    }

    /** @throws IllegalStateException if a value has no comment */
    static String tables(String yaml) {
        return new ValuesDocument(yaml).tables.toString();
    }

    private void key(Matcher key) {
        if (!key.matches()) {
            return; // an empty line, or an element of a list
        }
        int depth = key.group(1).length() / 2;
        if (depth > toldDepth) {
            return; // told with what holds it
        }
        toldDepth = Integer.MAX_VALUE;
        while (path.size() > depth) {
            path.removeLast();
        }
        path.addLast(key.group(2));
        boolean holdsOthers = key.group(3).isBlank();
        if (comment.isEmpty() && !holdsOthers) {
            throw new IllegalStateException(String.join(".", path) + " has no comment in values.yaml");
        }
        if (!comment.isEmpty()) {
            row(String.join(".", path));
            toldDepth = depth;
            comment.clear();
        }
    }

    private void row(String name) {
        tables.append("| `%s` | `%s` | %s |%n"
                .formatted(
                        name, json(values.at(name)), String.join(" ", comment).replace("|", "\\|")));
    }

    private static String json(Manifest value) {
        try {
            return new ObjectMapper().writeValueAsString(value.value()).replace("|", "\\|");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
