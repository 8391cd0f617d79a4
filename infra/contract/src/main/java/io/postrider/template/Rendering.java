package io.postrider.template;

import java.io.Writer;

/** Collects what the engine writes, up to the bound. Not a StringWriter, whose every call takes a lock. */
final class Rendering extends Writer {
    private final StringBuilder text;

    Rendering(int expectedLength) {
        this.text = new StringBuilder(Math.min(expectedLength, Template.RENDERED_LENGTH));
    }

    int length() {
        return text.length();
    }

    @Override
    public void write(String part) {
        keep(part.length());
        text.append(part);
    }

    @Override
    public void write(String part, int offset, int length) {
        keep(length);
        text.append(part, offset, offset + length);
    }

    @Override
    public void write(char[] part, int offset, int length) {
        keep(length);
        text.append(part, offset, length);
    }

    private void keep(int more) {
        if (more > Template.RENDERED_LENGTH - text.length()) {
            throw new TemplateException(
                    "the rendered text is longer than %d characters".formatted(Template.RENDERED_LENGTH), 0);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return text.toString();
    }
}
