package io.postrider.template;

/** What is done to a variable's text where it stands as {@code {{name}}}; {@code {{{name}}}} is never escaped. */
public enum Escaping {
    /** For HTML text and quoted attribute values: {@code & < > " '} become references. */
    HTML {
        @Override
        String escape(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (reference(text.charAt(i)) != null) {
                    return escapeFrom(i, text);
                }
            }
            return text;
        }
    },

    /** For plain text, subjects and header values. */
    NONE {
        @Override
        String escape(String text) {
            return text;
        }
    };

    abstract String escape(String text);

    private static String escapeFrom(int first, String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 32).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            String reference = reference(text.charAt(i));
            if (reference == null) {
                escaped.append(text.charAt(i));
            } else {
                escaped.append(reference);
            }
        }
        return escaped.toString();
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
