package io.postrider.sender.compose.sign;

/** A {@code dkim.yaml} that cannot be used. The message names the file, the place and what to change, and holds no key. */
public final class KeysFileException extends RuntimeException {
    KeysFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
