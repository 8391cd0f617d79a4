package io.postrider.templates.render;

import io.postrider.templates.RenderBudget;
import java.io.Writer;

/** Receives the engine's output within the budget. Not a StringWriter, because that takes a lock on every call. */
public abstract class Rendering extends Writer {
    private final RenderBudget budget;

    private Rendering(RenderBudget budget) {
        this.budget = budget;
    }

    @Override
    public void write(String part) {
        budget.write(size(part));
        keep(part);
    }

    @Override
    public void write(String part, int offset, int length) {
        write(part.substring(offset, offset + length));
    }

    @Override
    public void write(char[] part, int offset, int length) {
        write(new String(part, offset, length));
    }

    abstract int size(String part);

    abstract void keep(String part);

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /**
     * Keeps the text. It counts characters, since each is at least one byte and counting bytes would take as long as
     * writing.
     */
    static final class Text extends Rendering {
        private final StringBuilder text;

        Text(int expectedLength, RenderBudget budget) {
            super(budget);
            this.text = new StringBuilder(Math.min(expectedLength, RenderBudget.SIZE));
        }

        int length() {
            return text.length();
        }

        @Override
        int size(String part) {
            return part.length();
        }

        @Override
        void keep(String part) {
            text.append(part);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /** Counts bytes and keeps nothing. */
    static final class Measure extends Rendering {
        Measure(RenderBudget budget) {
            super(budget);
        }

        @Override
        int size(String part) {
            return octets(part, 0, part.length());
        }

        @Override
        void keep(String part) {}
    }

    /** Bytes as UTF-8; half of a surrogate pair counts as two, so that the parts add up to the whole. */
    public static int octets(String text, int from, int to) {
        int octets = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            octets += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return octets;
    }
}
