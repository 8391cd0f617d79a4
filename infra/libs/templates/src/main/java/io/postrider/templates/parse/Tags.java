package io.postrider.templates.parse;

import io.postrider.templates.Escaping;
import io.postrider.templates.SourceTag;
import io.postrider.templates.Template;
import io.postrider.templates.TemplateException;
import io.postrider.templates.render.Bound;
import io.postrider.templates.render.Expression;
import io.postrider.templates.render.Expression.Literal;
import io.postrider.templates.render.Rendering;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Reads the tags of a source and writes them into the source that the engine gets. The engine takes a tag that is not closed as text, reads partials and new delimiters, and names no line for
 * some faults; here every tag is held to our rules, with its line.
 */
final class Tags {
    /** Characters of a tag: each of a name costs something whenever it is rendered, and each level a frame of the pattern's stack. */
    private static final int TAG_LENGTH = 1_000;

    private static final int SHOWN = 40;

    private final String source;
    private final Escaping escaping;
    private final Bound bound;
    private final EngineSource engine;
    private final Set<String> required = new LinkedHashSet<>();
    private final Blocks blocks;
    private final LineCounter lines;
    private int counted;

    /** @throws TemplateException for the first invalid tag */
    Tags(String source, Escaping escaping) {
        this.source = source;
        this.escaping = escaping;
        this.lines = new LineCounter(source);
        this.bound = new Bound(escaping);
        this.engine = new EngineSource(source.length());
        this.blocks = new Blocks(this, engine, bound);
        read();
    }

    EngineSource engine() {
        return engine;
    }

    Bound bound() {
        return bound;
    }

    /** The names of the variables outside sections. */
    Set<String> required() {
        return Collections.unmodifiableSet(required);
    }

    int line() {
        return lines.number();
    }

    private void read() {
        int read = 0;
        for (int open = source.indexOf("{{"); open >= 0; open = source.indexOf("{{", read)) {
            boolean slash = open > read && source.charAt(open - 1) == '\\';
            boolean slashes = slash && open - 1 > read && source.charAt(open - 2) == '\\';
            if (slash && !slashes) {
                // A brace before the engine's tag would turn it into a tag with three braces.
                boolean brace = open - 1 > read && source.charAt(open - 2) == '{';
                text(read, brace ? open - 2 : open - 1);
                showBraces(brace ? "{{{" : "{{");
                read = open + 2;
            } else {
                read = readTag(read, open, slashes ? open - 1 : open);
            }
        }
        text(read, source.length());
        blocks.requireClosed();
    }

    /** Reads the tag and returns the offset after it. */
    private int readTag(int read, int open, int textEnd) {
        boolean triple = source.startsWith("{{{", open);
        if (source.startsWith("{{!", open)) {
            text(read, textEnd);
            int close = closeOfComment(open);
            engine.comment();
            lines.pass(open, close);
            return close;
        }
        int start = open + (triple ? 3 : 2);
        int close = closeOfTag(read, open, start, triple);
        String inside = source.substring(start, close).strip();
        int end = close + (triple ? 3 : 2);
        boolean branch = !triple && SourceTag.isBranch(inside);
        int lineStart = branch ? lines.startOfOnly(read, open, end) : -1;
        if (lineStart < 0) {
            text(read, textEnd);
        } else {
            // As in the engine's sections: a line with nothing but the tag is removed.
            text(read, lineStart);
            end = lines.next(end);
        }
        take(inside, triple);
        lines.pass(open, end);
        return end;
    }

    private void text(int from, int to) {
        lines.pass(from, to);
        bound.text(blocks.repeating(), Rendering.octets(source, from, to));
        engine.text(source, from, to);
    }

    /** Such as have braces inside are written {@code {{!-- … --}}}. */
    private int closeOfComment(int open) {
        boolean dashes = source.startsWith("{{!--", open);
        String end = dashes ? "--}}" : "}}";
        int close = source.indexOf(end, open + 3);
        if (close < 0) {
            throw notClosed(open, open + 3, dashes ? "'--}}'" : "'}}' in the same line");
        }
        return close + end.length();
    }

    private int closeOfTag(int read, int open, int start, boolean triple) {
        int close = source.indexOf("}}", start);
        int newline = close;
        for (int at = start; at < close && newline == close; at++) {
            // The engine would start a new tag at a brace, and so would a reader.
            newline = "{\r\n".indexOf(source.charAt(at)) >= 0 ? at : close;
        }
        if (close < 0 || newline < close) {
            lines.pass(read, open);
            throw notClosed(open, start, "'}}' in the same line");
        }
        if (triple && !source.startsWith("}}}", close)) {
            lines.pass(read, open);
            throw fault(braced("{" + source.substring(start, close)), "must end with three braces");
        }
        return close;
    }

    private void take(String inside, boolean triple) {
        char sigil = inside.isEmpty() || triple ? ' ' : inside.charAt(0);
        String behind = sigil == ' ' ? inside : inside.substring(1).strip();
        switch (sigil) {
            case '#', '^' -> blocks.open(sigil, checked(behind, inside), inside);
            case '/' -> blocks.close(behind);
            case '&' -> show(checked(behind, inside), Escaping.NONE);
            case '>', '<', '$', '*' ->
                throw fault(braced(inside), "includes another template, which is not supported; write its text here");
            case '=' -> throw fault(braced(inside), "changes the delimiters, which is not supported");
            default -> {
                if (!triple && SourceTag.isBranch(inside)) {
                    blocks.branch(inside.substring(4).strip(), inside);
                } else {
                    show(checked(inside, inside), triple ? Escaping.NONE : escaping);
                }
            }
        }
    }

    private String checked(String name, String inside) {
        if (inside.length() > TAG_LENGTH) {
            throw fault(braced(inside), "is longer than %d characters, the maximum of a name".formatted(TAG_LENGTH));
        }
        return name;
    }

    private void show(String inside, Escaping how) {
        TagParser words = words(inside, inside);
        Expression expression = words.whole();
        count(words.read() + 1);
        int depth = blocks.repeating();
        expression.bound(bound, depth);
        bound.shown(depth, expression.size());
        if (expression.required() != null && !blocks.any()) {
            required.add(expression.required().whole());
        }
        engine.show(inside, expression, how);
    }

    private void showBraces(String shown) {
        Literal braces = new Literal(shown);
        count(1);
        bound.shown(blocks.repeating(), braces.size());
        engine.show(braces);
    }

    /** Counts a tag and its names. */
    void count(int more) {
        counted += more;
        if (counted > Template.TAGS) {
            throw new TemplateException(
                    "the tag in line %d exceeds the maximum of %,d tags".formatted(line(), Template.TAGS), line());
        }
    }

    /** @param shown the tag as it is shown where it is at fault */
    TagParser words(String inside, String shown) {
        return new TagParser(inside, blocks.any(), message -> fault(braced(shown), message));
    }

    TemplateException fault(String tag, String message) {
        return new TemplateException("'%s' in line %d %s".formatted(tag, line(), message), line());
    }

    private TemplateException notClosed(int open, int start, String missing) {
        int end = start;
        while (end < source.length() && end - open < SHOWN && "{}\r\n".indexOf(source.charAt(end)) < 0) {
            end++;
        }
        String tag = source.substring(open, end).strip();
        return new TemplateException(
                "tag '%s' opened in line %d is not closed; add %s".formatted(tag, line(), missing), line());
    }

    static String braced(String inside) {
        return "{{" + (inside.length() <= SHOWN ? inside : inside.substring(0, SHOWN) + "…") + "}}";
    }
}
