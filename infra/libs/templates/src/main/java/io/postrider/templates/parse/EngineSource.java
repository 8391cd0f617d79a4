package io.postrider.templates.parse;

import io.postrider.templates.Escaping;
import io.postrider.templates.render.Expression;
import io.postrider.templates.render.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The source that the engine gets: every tag is a number, every block a section and nothing else is left. */
final class EngineSource {
    private final StringBuilder text;
    private final List<Tag> tags = new ArrayList<>();
    private final Map<String, Integer> shown = new HashMap<>();

    /** @param length of the source that is read, in characters */
    EngineSource(int length) {
        this.text = new StringBuilder(length + 64);
    }

    String text() {
        return text.toString();
    }

    /** By their numbers. */
    Tag[] tags() {
        return tags.toArray(Tag[]::new);
    }

    void text(String source, int from, int to) {
        text.append(source, from, to);
    }

    /** A comment: the engine decides what stays of its line. */
    void comment() {
        text.append("{{!}}");
    }

    /** @param inside of the tag: names come again, and each tag takes memory as long as the template is kept */
    void show(String inside, Expression expression, Escaping how) {
        write(shown.computeIfAbsent(how + inside, same -> number(new Tag.Shown(expression, how))));
    }

    void show(Expression expression) {
        write(number(new Tag.Shown(expression, Escaping.NONE)));
    }

    private void write(int number) {
        text.append("{{&").append(number).append("}}");
    }

    /** Opens a section and returns its number. */
    int open(Tag tag) {
        int number = number(tag);
        text.append("{{#").append(number).append("}}");
        return number;
    }

    void close(int number) {
        text.append("{{/").append(number).append("}}");
    }

    private int number(Tag tag) {
        tags.add(tag);
        return tags.size() - 1;
    }
}
