package io.postrider.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A copy of the chart whose hooks are ordinary objects: Helm as a library renders everything but hooks. {@link #rehook} gives
 * the annotations of what was rendered their names back.
 */
public final class Unhooked {
    private static final String HOOK = "helm.sh/hook";
    private static final String HIDDEN = "hidden.helm.sh/hook";

    private Unhooked() {}

    static Path copy(Path chart) {
        return copy(chart, "unhooked");
    }

    /** @param name of the copy, which no other test changes */
    public static Path copy(Path chart, String name) {
        Path copy = Project.file("infra/helm/target/" + name + "/" + chart.getFileName());
        try (Stream<Path> files = Files.walk(chart)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(chart.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file).replace(HOOK, HIDDEN));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String rehook(String rendered) {
        return rendered.replace(HIDDEN, HOOK);
    }
}
