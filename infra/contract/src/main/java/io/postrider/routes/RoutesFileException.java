package io.postrider.routes;

/** A {@code routes.yaml} that cannot be used. The message names the file, the setting and what to change. */
public final class RoutesFileException extends RuntimeException {
    public RoutesFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
