package io.postrider.ingest.feedback.reports.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Mails as servers write them, made after their public formats; the mail's return path and message id are put in. */
public final class Samples {
    private Samples() {}

    /** With CRLF, as it goes over the wire. */
    public static String of(String name, String returnPath, String message) {
        try (InputStream sample = Samples.class.getResourceAsStream("/report/" + name + ".eml")) {
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{{return-path}}", returnPath)
                    .replace("{{RETURN-PATH}}", returnPath.toUpperCase(Locale.ROOT))
                    .replace("{{message}}", message)
                    .replace("\n", "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
