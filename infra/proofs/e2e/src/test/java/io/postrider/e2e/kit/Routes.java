package io.postrider.e2e.kit;

import static io.postrider.testing.Patience.await;

import io.postrider.local.LocalSystem;
import io.postrider.neighbours.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** A system's routes file. */
public final class Routes {
    private Routes() {}

    /** Atomically, like a mounted file: no reader sees half of it. */
    public static void write(LocalSystem system, String routes) {
        try {
            Path next = PrivateFiles.write(system.routesFile().resolveSibling("routes.next"), routes);
            Files.move(next, system.routesFile(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until all that read the file have a route of this name. */
    public static void awaitKnown(LocalSystem system, String name) {
        await().until(() -> Stream.of("router", "sender")
                .flatMap(service -> system.services(service).stream())
                .allMatch(process ->
                        Http.get(process.management().resolve("/q/health")).contains(name)));
    }
}
