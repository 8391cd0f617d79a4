package io.postrider.templates;

import java.util.ArrayList;
import java.util.List;

/**
 * A tag in a source, for callers that move tags into another source.
 *
 * @param from start of the tag, including a backslash that belongs to it
 * @param to end of the tag, after its last brace
 * @param text what shows or does the same in another source, without a backslash in front of it
 */
public record SourceTag(int from, int to, Kind kind, String text) {
    /** The effect of a tag. */
    public enum Kind {
        /** Opens a block. */
        OPEN,
        /** {@code {{else}}}, with or without a condition. */
        BRANCH,
        /** Closes a block. */
        CLOSE,
        /** Shows a value, escaped where its template says so. */
        SHOWN,
        /** Shows a value unescaped, even in HTML. */
        UNESCAPED,
        /** Shows nothing. */
        COMMENT,
        /** Shows two braces. */
        BRACES
    }

    private static final String ESCAPED_BRACES = "\\{{";

    /** Whether blocks are made of it. */
    public boolean block() {
        return kind == Kind.OPEN || kind == Kind.BRANCH || kind == Kind.CLOSE;
    }

    /**
     * The tags of a source in their order.
     *
     * @param source one that compiles
     */
    public static List<SourceTag> of(String source) {
        List<SourceTag> tags = new ArrayList<>();
        int read = 0;
        for (int open = source.indexOf("{{"); open >= 0; open = source.indexOf("{{", read)) {
            boolean slash = open > read && source.charAt(open - 1) == '\\';
            boolean slashes = slash && open - 1 > read && source.charAt(open - 2) == '\\';
            if (slash && !slashes) {
                read = open + 2;
                tags.add(new SourceTag(open - 1, read, Kind.BRACES, ESCAPED_BRACES));
            } else {
                read = end(source, open);
                tags.add(new SourceTag(
                        slashes ? open - 1 : open, read, kind(source, open), source.substring(open, read)));
            }
        }
        return tags;
    }

    private static int end(String source, int open) {
        String close = source.startsWith("{{!--", open) ? "--}}" : source.startsWith("{{{", open) ? "}}}" : "}}";
        return source.indexOf(close, open + 3) + close.length();
    }

    private static Kind kind(String source, int open) {
        if (source.startsWith("{{!", open)) {
            return Kind.COMMENT;
        }
        if (source.startsWith("{{{", open)) {
            return Kind.UNESCAPED;
        }
        String inside = source.substring(open + 2, source.indexOf("}}", open)).strip();
        return switch (inside.charAt(0)) {
            case '#', '^' -> Kind.OPEN;
            case '/' -> Kind.CLOSE;
            case '&' -> Kind.UNESCAPED;
            default -> isBranch(inside) ? Kind.BRANCH : Kind.SHOWN;
        };
    }

    /**
     * Whether a tag is {@code {{else}}}, with or without a condition.
     *
     * @param inside of a tag of two braces, without spaces around it
     */
    public static boolean isBranch(String inside) {
        return inside.equals("else") || inside.startsWith("else ");
    }
}
