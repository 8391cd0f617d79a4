package io.postrider.template;

import io.postrider.contract.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the tags of a source before the engine gets it. The engine takes a tag that is not closed as text, reads
 * partials and new delimiters, and names no line for some faults; here every tag is held to our rules, with its line.
 */
final class Tags {
    /** @param depth of the sections around it; @param variable whether it shows a variable, else it opens a section */
    record Tag(String name, boolean variable, int depth) {}

    private record Opened(char sigil, String name, int line) {}

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_-]*"
            + "(\\.[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_-]*)*|\\.|-first|-last|-index");
    private static final Pattern LOCAL = Pattern.compile("\\.|this(\\..*)?|-.*");
    private static final Set<String> HELPERS = Set.of("if", "unless", "each", "with", "for", "else", "end", "endif");

    /** Characters of a name: each costs something whenever it is rendered, and each level a frame of the pattern's stack. */
    private static final int NAME_LENGTH = 1_000;

    /** Levels of a name: no variable is deeper but by dots in its own names. */
    private static final int NAME_LEVELS = 2 * Limits.VARIABLE_DEPTH;

    private static final int SHOWN = 40;

    private final String source;
    private final List<Tag> tags = new ArrayList<>();
    private final long[] text = new long[Template.SECTION_DEPTH + 1];
    private final long[] pieces = new long[Template.SECTION_DEPTH + 1];
    private final Deque<Opened> sections = new ArrayDeque<>();
    private int line = 1;

    Tags(String source) {
        this.source = source;
    }

    /** @throws TemplateException for the first tag that is not right */
    List<Tag> read() {
        int read = 0;
        for (int open = source.indexOf("{{"); open >= 0; open = source.indexOf("{{", read)) {
            countText(read, open);
            int close = source.startsWith("{{!", open) ? closeOfComment(open) : closeOfTag(open);
            countLines(open, close);
            read = close;
        }
        countText(read, source.length());
        if (!sections.isEmpty()) {
            Opened section = sections.peek();
            throw new TemplateException(
                    "section '{{%s%s}}' opened in line %d is not closed; add '{{/%s}}'"
                            .formatted(section.sigil, shown(section.name), section.line, shown(section.name)),
                    section.line);
        }
        return List.copyOf(tags);
    }

    /** Bytes of the text, as UTF-8, by the number of sections around it. */
    long[] text() {
        return text.clone();
    }

    /** Pieces of text between tags and comments, by the number of sections around them. */
    long[] pieces() {
        return pieces.clone();
    }

    private void countText(int from, int to) {
        countLines(from, to);
        text[sections.size()] += Rendering.octets(source, from, to);
        pieces[sections.size()]++;
    }

    private void countLines(int from, int to) {
        // Not by indexOf, which goes on to the end of the source: with it the time grew with the square of the tags.
        for (int at = from; at < to; at++) {
            if (source.charAt(at) == '\n') {
                line++;
            }
        }
    }

    private int closeOfComment(int open) {
        int close = source.indexOf("}}", open + 3);
        if (close < 0) {
            throw notClosed(open, open + 3);
        }
        return close + 2;
    }

    /** Reads the tag and returns where it ends. */
    private int closeOfTag(int open) {
        boolean triple = source.startsWith("{{{", open);
        int start = open + (triple ? 3 : 2);
        int close = source.indexOf("}}", start);
        if (close < 0) {
            throw notClosed(open, start);
        }
        String inside = source.substring(start, close);
        // The engine begins a new tag at a brace, and so would a reader.
        if (inside.indexOf('{') >= 0 || inside.indexOf('\n') >= 0 || inside.indexOf('\r') >= 0) {
            throw notClosed(open, start);
        }
        if (triple && !source.startsWith("}}}", close)) {
            throw fault("'{{{%s}}' in line %d must end with three braces", inside);
        }
        take(inside.strip(), triple);
        return close + (triple ? 3 : 2);
    }

    private void take(String inside, boolean triple) {
        char sigil = inside.isEmpty() || triple ? ' ' : inside.charAt(0);
        switch (sigil) {
            case '#', '^' -> openSection(sigil, name(inside.substring(1).strip()));
            case '/' -> closeSection(inside.substring(1).strip());
            case '&' -> add(new Tag(name(inside.substring(1).strip()), true, sections.size()));
            case '>', '<', '$' ->
                throw fault(
                        "'{{%s}}' in line %d includes another template, which is not supported; write its text here",
                        inside);
            case '=' -> throw fault("'{{%s}}' in line %d changes the delimiters, which is not supported", inside);
            default -> add(new Tag(name(inside), true, sections.size()));
        }
    }

    private void add(Tag tag) {
        if (tags.size() == Template.TAGS) {
            throw new TemplateException(
                    "line %d has the tag that is one more than the %,d a template may have"
                            .formatted(line, Template.TAGS),
                    line);
        }
        tags.add(tag);
    }

    private String name(String name) {
        if (name.length() > NAME_LENGTH) {
            throw fault("'{{%s}}' in line %d is longer than a name may be, 1000 characters", name);
        }
        String[] levels = name.split("\\.");
        if (levels.length > NAME_LEVELS) {
            throw fault("'{{%s}}' in line %d has more levels than a name may have, " + NAME_LEVELS, name);
        }
        String word = name.split("\\s", 2)[0];
        if (HELPERS.contains(word) && (!word.equals(name) || word.equals("else"))) {
            throw fault(
                    "'%s' in line %d is no helper here; write {{#x}}…{{/x}} for if and each, {{^x}}…{{/x}} for else",
                    name);
        }
        if (!NAME.matcher(name).matches()) {
            throw fault(
                    "'{{%s}}' in line %d is no variable; names have letters, digits, '_' and '-', and '.' between levels",
                    name);
        }
        if (sections.isEmpty() && LOCAL.matcher(name).matches()) {
            throw fault("'{{%s}}' in line %d has a meaning only inside a section", name);
        }
        return name;
    }

    private void openSection(char sigil, String name) {
        if (sections.size() == Template.SECTION_DEPTH) {
            throw fault("'{{#%s}}' in line %d lies in too many sections; at most 16 may lie inside each other", name);
        }
        add(new Tag(name, false, sections.size()));
        sections.push(new Opened(sigil, name, line));
    }

    private void closeSection(String name) {
        Opened section = sections.poll();
        if (section == null) {
            throw fault("'{{/%s}}' in line %d closes a section that was not opened; remove it", name);
        }
        if (!section.name.equals(name)) {
            throw new TemplateException(
                    "'{{/%s}}' in line %d stands where '{{%s%s}}' opened in line %d must be closed first"
                            .formatted(shown(name), line, section.sigil, shown(section.name), section.line),
                    line);
        }
    }

    private TemplateException fault(String message, String shown) {
        return new TemplateException(message.formatted(shown(shown), line), line);
    }

    private TemplateException notClosed(int open, int start) {
        int end = start;
        while (end < source.length() && end - open < SHOWN && "{}\r\n".indexOf(source.charAt(end)) < 0) {
            end++;
        }
        String tag = source.substring(open, end).strip();
        return new TemplateException(
                "tag '%s' opened in line %d is not closed; add '}}' in the same line".formatted(tag, line), line);
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
