package io.postrider.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/** What the libraries in the launcher and the broker log. */
public final class Logs {
    private Logs() {}

    /** From warnings on, a line each. */
    public static void quiet() {
        try (InputStream settings = Logs.class.getResourceAsStream("/io/postrider/local/logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
