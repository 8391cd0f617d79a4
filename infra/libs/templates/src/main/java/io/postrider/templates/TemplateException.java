package io.postrider.templates;

/** A template cannot be compiled or rendered. The message states what to change and contains no variable's value. */
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

    /** The line of the source, from 1; 0 if the fault is not in the source but in the variables. */
    public int line() {
        return line;
    }
}
