package io.postrider.sender.model;

/**
 * A mail that cannot be composed, now or later. The message is the reason for the bounce record: it names what is
 * wrong and holds no address and no variable's value.
 */
public final class ComposeException extends RuntimeException {
    public ComposeException(String reason, Throwable cause) {
        super(reason, cause);
    }

    public ComposeException(String reason) {
        super(reason);
    }
}
