package io.postrider.local;

import io.postrider.neighbours.files.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One database with the schema in it for all tests of this JVM that ask for it; each leaves it running and without tables of the test. */
final class SharedDatabase implements ParameterResolver {
    private record Running(LocalDatabase database, Path directory) implements AutoCloseable {
        static Running start() {
            try {
                Path directory = Files.createTempDirectory("postrider-test");
                LocalDatabase database = LocalDatabase.start(directory);
                database.migrate();
                return new Running(database, directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            database.stop();
            Directories.remove(directory);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalDatabase.class;
    }

    @Override
    public LocalDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedDatabase.class))
                .computeIfAbsent(Running.class, first -> Running.start(), Running.class)
                .database();
    }
}
