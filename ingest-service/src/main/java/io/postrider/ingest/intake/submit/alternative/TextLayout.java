package io.postrider.ingest.intake.submit.alternative;

import java.util.Optional;

/** Lays out a text in lines and paragraphs. White space and breaks are written once something follows them. */
final class TextLayout {
    private static final String CELL_GAP = "  ";

    private final StringBuilder out = new StringBuilder();
    private int breaks;
    private String gap = "";
    private String bullet = "";
    private boolean shown;
    private boolean onTagLine;

    /** Line breaks that stand before the tag of the last line. */
    private int satisfied;

    /** The minimum number of line breaks before what follows. */
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

    /**
     * The tag of a block that stands alone between paragraphs: its line leaves nothing behind when the template is rendered. An empty
     * line goes before the tag. So it is there whether the block is shown or not, and between the repetitions of its inside.
     */
    void tagLine(String mark) {
        int before = onTagLine ? Math.max(satisfied, breaks) : breaks;
        out.append("\n".repeat(lines())).append(mark);
        satisfied = shown ? before : 2;
        breaks = 0;
        gap = "";
        onTagLine = true;
    }

    /** Whether what follows begins a line. */
    boolean lineBegins() {
        return breaks > 0 || onTagLine || out.isEmpty();
    }

    /** Line breaks that are due. */
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

    /** Where the next text will be. */
    int position() {
        return out.length();
    }

    String since(int position) {
        return out.substring(position).strip();
    }

    /** Puts a text behind the last one, in its line. */
    void append(String text) {
        if (onTagLine) {
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
