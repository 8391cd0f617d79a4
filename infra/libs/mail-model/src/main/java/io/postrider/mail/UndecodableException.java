package io.postrider.mail;

/** Bytes that cannot be decoded. The message names the field and is suitable for {@code mail.dead}. */
public final class UndecodableException extends RuntimeException {
    public UndecodableException(String message, Throwable cause) {
        super(message, cause);
    }
}
