package io.postrider.templates;

/** How the text of a variable is escaped in {@code {{name}}}; {@code {{{name}}}} is never escaped. */
public enum Escaping {
    /** For HTML text and quoted attribute values: {@code & < > " '} become references. */
    HTML {
        @Override
        public String escape(String text) {
            int first = next(text, 0);
            return first == text.length() ? text : escapeFrom(first, text);
        }
    },

    /** For plain text, subjects and header values. */
    NONE {
        @Override
        public String escape(String text) {
            return text;
        }
    };

    /** Bytes and time grow with the text; up to six characters are written for one. */
    public abstract String escape(String text);

    private static String escapeFrom(int first, String text) {
        StringBuilder escaped = new StringBuilder(text.length() + text.length() / 2 + 32);
        int written = 0;
        for (int i = first; i < text.length(); i = next(text, i + 1)) {
            escaped.append(text, written, i).append(reference(text.charAt(i)));
            written = i + 1;
        }
        return escaped.append(text, written, text.length()).toString();
    }

    /** The index of the next character that becomes a reference; all of these are below {@code ?}. */
    private static int next(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < '?' && reference(character) != null) {
                return i;
            }
        }
        return text.length();
    }

    private static String reference(char character) {
        return switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }
}
