package io.postrider.local.capture;

import io.postrider.text.OutsideText;

/** Text of mails becomes HTML only here. */
final class Html {
    private Html() {}

    /** On one line, without characters that a reader cannot see. */
    static String escape(String text) {
        return escaped(OutsideText.clean(text));
    }

    /** Like {@link #escape}, with its line ends and tabs. */
    static String escapeLines(String text) {
        return escaped(OutsideText.cleanLines(text.replace("\r\n", "\n")));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 32);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** @param content HTML */
    static String page(String title, String refreshTag, String content) {
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">%s
                <title>%s</title><link rel="stylesheet" href="/style.css"></head>
                <body>
                %s
                </body>
                </html>
                """.formatted(refreshTag, escape(title), content);
    }

    /** 1536 as 1.5 KB. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        return bytes < 1 << 20 ? "%.1f KB".formatted(bytes / 1024.0) : "%.1f MB".formatted(bytes / 1048576.0);
    }
}
