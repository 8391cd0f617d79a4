package io.postrider.bench.subject;

import io.postrider.local.LocalSettings;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * How Postrider is started for a bench.
 *
 * @param name of the subject in the report
 * @param differs from the default settings so; said in the report
 * @param project the project's root, with the packaged services
 * @param jfr records each service and the broker, into {@code <logs>/<name>.jfr}
 */
public record Setup(
        String name, String differs, Path logs, Path project, boolean jfr, UnaryOperator<LocalSettings> settings) {
    /** The defaults. */
    public static Setup plain(Path logs, Path project, boolean jfr) {
        return new Setup(
                "Postrider", "default settings, one process a service", logs, project, jfr, UnaryOperator.identity());
    }

    public Setup with(String otherName, String otherDiffers, UnaryOperator<LocalSettings> more) {
        return new Setup(otherName, otherDiffers, logs, project, jfr, more);
    }
}
