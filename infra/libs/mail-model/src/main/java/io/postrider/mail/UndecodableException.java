package io.postrider.mail;

/** Bytes that violate the contract. The message names the field and is suitable for {@code mail.dead}. */
public final class UndecodableException extends RuntimeException {
    public UndecodableException(String message, Throwable cause) {
        super(message, cause);
    }
}
