package io.postrider.sender.model;

/**
 * A mail that can never be composed. The exception's message becomes the reason in the bounce record: it states what is
 * wrong and contains no address and no value of a variable.
 */
public final class ComposeException extends RuntimeException {
    public ComposeException(String reason, Throwable cause) {
        super(reason, cause);
    }

    public ComposeException(String reason) {
        super(reason);
    }
}
