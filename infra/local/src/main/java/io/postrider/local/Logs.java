package io.postrider.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/** Logging of the libraries in the launcher and the broker. */
public final class Logs {
    private Logs() {}

    /** Warnings and errors, one line each. */
    public static void quiet() {
        try (InputStream settings = Logs.class.getResourceAsStream("/io/postrider/local/logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
