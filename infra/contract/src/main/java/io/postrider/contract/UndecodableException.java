package io.postrider.contract;

/** Bytes that are not what the contract says. The message names the field and is fit for {@code mail.dead}. */
public final class UndecodableException extends RuntimeException {
    public UndecodableException(String message, Throwable cause) {
        super(message, cause);
    }
}
