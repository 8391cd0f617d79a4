package io.postrider.ingest.alternative;

import java.util.Optional;

/** Lays out a text in lines and paragraphs. White space and breaks are written once something follows them. */
final class TextLayout {
    private static final String CELL_GAP = "  ";

    private final StringBuilder out = new StringBuilder();
    private int breaks;
    private String gap = "";
    private String bullet = "";
    private boolean shown;
    private boolean tagLine;

    /** At least so many line breaks before what follows. */
    void breakLine(int least) {
        breaks = Math.max(breaks, least);
    }

    /** {@code <br>}: two of them are an empty line, and so are more. */
    void newLine() {
        breaks = Math.min(2, breaks + 1);
    }

    void cell() {
        gap = CELL_GAP;
    }

    /** Stands before the next text. */
    void bullet(String mark) {
        bullet = mark;
    }

    void space() {
        gap = gap.isEmpty() ? " " : gap;
    }

    /** A character that is no white space, or any inside preformatted text. */
    void character(char c) {
        begin();
        out.append(c);
    }

    /** Text that has no line breaks. */
    void text(String text) {
        begin();
        out.append(text);
    }

    /** The tag of a block within a line. */
    void tag(String mark) {
        boolean before = shown;
        text(mark);
        shown = before;
    }

    /** The tag of a block that stands alone between paragraphs: its line leaves nothing behind when the template is rendered. */
    void tagLine(String mark) {
        if (!out.isEmpty()) {
            out.append('\n');
        }
        out.append(mark);
        breaks = Math.max(1, breaks);
        gap = "";
        tagLine = true;
    }

    /** Whether what follows begins a line. */
    boolean lineBegins() {
        return breaks > 0 || out.isEmpty();
    }

    private void begin() {
        if (breaks > 0 && !out.isEmpty()) {
            out.append("\n".repeat(shown ? breaks : 1));
        } else if (breaks == 0 && !out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
            out.append(gap);
        }
        breaks = 0;
        gap = "";
        out.append(bullet);
        bullet = "";
        shown = true;
        tagLine = false;
    }

    /** Where the next text will be. */
    int position() {
        return out.length();
    }

    String since(int position) {
        return out.substring(position).strip();
    }

    /** Puts a text behind the last one, in its line. */
    void append(String text) {
        if (tagLine) {
            text(text);
        } else {
            out.append(' ').append(text);
        }
    }

    /** Empty if nothing is shown. */
    Optional<String> text() {
        return shown ? Optional.of(out.toString().stripTrailing() + "\n") : Optional.empty();
    }
}
