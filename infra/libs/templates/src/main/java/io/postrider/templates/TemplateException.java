package io.postrider.templates;

/** A template that cannot be compiled or rendered. The message says what to change and holds no variable's value. */
public sealed class TemplateException extends RuntimeException permits OverBudgetException {
    private final int line;

    /** @param line of the source, from 1; 0 if the fault is not in the source */
    public TemplateException(String message, int line) {
        super(message);
        this.line = line;
    }

    public TemplateException(String message, Throwable cause) {
        super(message, cause);
        this.line = 0;
    }

    /** The line of the source, from 1; 0 if the fault is not in the source but in what it was rendered with. */
    public int line() {
        return line;
    }
}
