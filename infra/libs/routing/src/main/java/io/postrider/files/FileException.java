package io.postrider.files;

/** A settings file is unusable. The message names the file, the setting and what to change. */
public final class FileException extends RuntimeException {
    public FileException(String message, Throwable cause) {
        super(message, cause);
    }
}
