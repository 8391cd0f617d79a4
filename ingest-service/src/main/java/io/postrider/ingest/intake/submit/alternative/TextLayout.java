package io.postrider.ingest.intake.submit.alternative;

import java.util.Optional;

/** Lays out a text in lines and paragraphs. White space and line breaks are written only when something follows. */
final class TextLayout {
    private static final String CELL_GAP = "  ";

    private final StringBuilder out = new StringBuilder();
    private int breaks;
    private String gap = "";
    private String bullet = "";
    private boolean shown;
    private boolean onTagLine;

    /** Line breaks before the tag of the last line. */
    private int satisfied;

    /** The minimum number of line breaks before what follows. */
    void breakLine(int least) {
        breaks = Math.max(breaks, least);
    }

    /** {@code <br>}: two or more in a row are one empty line. */
    void newLine() {
        breaks = Math.min(2, breaks + 1);
    }

    void cell() {
        gap = CELL_GAP;
    }

    /** Written before the next text. */
    void bullet(String mark) {
        bullet = mark;
    }

    void space() {
        gap = gap.isEmpty() ? " " : gap;
    }

    /** A character that is not white space, or any character in preformatted text. */
    void character(char c) {
        begin();
        out.append(c);
    }

    /** Text without line breaks. */
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

    /**
     * The tag of a block that stands alone between paragraphs: its line disappears when the template is rendered. The
     * empty line is written before the tag, so it is there whether or not the block is shown, and between repetitions
     * of its content.
     */
    void tagLine(String mark) {
        int before = onTagLine ? Math.max(satisfied, breaks) : breaks;
        out.append("\n".repeat(lines())).append(mark);
        satisfied = shown ? before : 2;
        breaks = 0;
        gap = "";
        onTagLine = true;
    }

    /** Whether the next text begins a line. */
    boolean lineBegins() {
        return breaks > 0 || onTagLine || out.isEmpty();
    }

    /** Pending line breaks. */
    private int lines() {
        if (out.isEmpty()) {
            return 0;
        }
        return onTagLine ? 1 + Math.max(0, breaks - satisfied) : breaks;
    }

    private void begin() {
        int lines = lines();
        if (lines > 0) {
            out.append("\n".repeat(lines));
        } else if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
            out.append(gap);
        }
        breaks = 0;
        gap = "";
        out.append(bullet);
        bullet = "";
        shown = true;
        onTagLine = false;
    }

    /** Position of the next text. */
    int position() {
        return out.length();
    }

    String since(int position) {
        return out.substring(position).strip();
    }

    /** Appends a text to the last one, on the same line. */
    void append(String text) {
        if (onTagLine) {
            text(text);
        } else {
            out.append(' ').append(text);
        }
    }

    /** Empty if there is no visible text. */
    Optional<String> text() {
        return shown ? Optional.of(out.toString().stripTrailing() + "\n") : Optional.empty();
    }
}
