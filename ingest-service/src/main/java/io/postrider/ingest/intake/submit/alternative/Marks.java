package io.postrider.ingest.intake.submit.alternative;

import io.postrider.templates.SourceTag;
import io.postrider.templates.SourceTag.Kind;
import java.util.List;

/**
 * The tags of a template, each replaced by a mark that an HTML parser leaves unchanged anywhere. Every mark must be met
 * exactly once and in the order of the source; otherwise a tag would be lost, and no text is derived.
 */
final class Marks {
    /** Noncharacters (Unicode 23.7), which no valid text contains. */
    static final char BEGIN = '\uFDD0';

    static final char END = '\uFDD1';

    private final List<SourceTag> tags;
    private final String marked;
    private int met;
    private boolean torn;

    /** Nesting depth of the blocks opened by the tags of one place; they must be closed in the same place. */
    static final class Depth {
        private int depth;
        private boolean torn;

        void take(SourceTag tag) {
            switch (tag.kind()) {
                case OPEN -> depth++;
                case CLOSE -> torn |= --depth < 0;
                case BRANCH -> torn |= depth == 0;
                case SHOWN, UNESCAPED, COMMENT, BRACES -> {}
            }
        }

        boolean whole() {
            return depth == 0 && !torn;
        }
    }

    private Marks(List<SourceTag> tags, String marked) {
        this.tags = tags;
        this.marked = marked;
    }

    static boolean ambiguous(String html) {
        return html.indexOf(BEGIN) >= 0 || html.indexOf(END) >= 0;
    }

    /** @param html that compiles as a template. Its comments are removed. */
    static Marks in(String html) {
        List<SourceTag> tags = SourceTag.of(html);
        StringBuilder marked = new StringBuilder(html.length());
        int read = 0;
        int number = 0;
        for (SourceTag tag : tags) {
            marked.append(html, read, tag.from());
            if (tag.kind() != Kind.COMMENT) {
                marked.append(BEGIN).append(number++).append(END);
            }
            read = tag.to();
        }
        marked.append(html, read, html.length());
        return new Marks(tags.stream().filter(tag -> tag.kind() != Kind.COMMENT).toList(), marked.toString());
    }

    String marked() {
        return marked;
    }

    /** The tag to be met next, or null after the last one. */
    SourceTag next() {
        return met < tags.size() ? tags.get(met) : null;
    }

    /** Whether no text can be derived any more. */
    boolean torn() {
        return torn;
    }

    void tear() {
        torn = true;
    }

    /** Whether each tag was met. */
    boolean complete() {
        return !torn && met == tags.size();
    }

    /**
     * Meets the next tag.
     *
     * @param begin where its mark begins in the text
     * @param end where the mark ends, at most
     * @return null if another tag was expected; then no text can be derived
     */
    SourceTag meet(String text, int begin, int end) {
        String number = end > begin ? text.substring(begin + 1, end) : "";
        if (torn || met == tags.size() || !number.equals(String.valueOf(met))) {
            torn = true;
            return null;
        }
        return tags.get(met++);
    }

    /** Meets the tags of a text in which all blocks must be closed. */
    void passWhole(String text) {
        Depth depth = new Depth();
        pass(text, depth);
        torn |= !depth.whole();
    }

    /** Meets the tags of a text that is not shown, or not shown here. */
    void pass(String text, Depth depth) {
        for (int begin = text.indexOf(BEGIN); begin >= 0 && !torn; begin = text.indexOf(BEGIN, begin + 1)) {
            SourceTag tag = meet(text, begin, text.indexOf(END, begin));
            if (tag != null) {
                depth.take(tag);
            }
        }
    }

    /** The source of a template that renders as the text, with the tags in place of the marks. */
    String source(CharSequence text) {
        StringBuilder source = new StringBuilder(text.length() + 64);
        boolean literal = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == BEGIN) {
                int number = 0;
                while (text.charAt(++at) != END) {
                    number = 10 * number + text.charAt(at) - '0';
                }
                join(source, literal, tags.get(number).text());
                literal = false;
            } else if (c == '{' && at + 1 < text.length() && text.charAt(at + 1) == '{') {
                join(source, literal, "\\{{");
                at++;
                literal = false;
            } else {
                source.append(c);
                literal = true;
            }
        }
        return source.toString();
    }

    /** A backslash or brace before a tag would be parsed as part of the tag. */
    private static void join(StringBuilder source, boolean literal, String tag) {
        char last = literal ? source.charAt(source.length() - 1) : ' ';
        boolean escaped = tag.charAt(0) == '\\';
        if (last == '\\') {
            source.append(escaped ? "\\{{!}}" : "\\");
        } else if (last == '{' && !escaped) {
            source.append(' ');
        }
        source.append(tag);
    }
}
