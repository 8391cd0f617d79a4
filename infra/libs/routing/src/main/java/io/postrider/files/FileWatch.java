package io.postrider.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The value of a file that may change while the service runs. {@link #look} compares the file's bytes with those last
 * read (Kubernetes replaces a mounted ConfigMap by switching a symbolic link, so modification times are not reliable)
 * and keeps the last good value if the new file is unusable. Not thread-safe, except for reading the current value.
 */
public final class FileWatch<T> {
    private final Path file;
    private final Function<Path, T> reader;
    private String seen;
    private volatile T value;
    private volatile String fault;

    /**
     * @param reader throws {@link FileException} for an unusable file
     * @throws FileException if the first reading fails: a service must not start without a valid file
     */
    public FileWatch(Path file, Function<Path, T> reader) {
        this.file = file;
        this.reader = reader;
        // The order matters: a change in between is found by the next check.
        this.seen = text();
        this.value = reader.apply(file);
    }

    public T value() {
        return value;
    }

    /** Why the current file is unusable, while the last good value stays in use. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /**
     * Reads the file again if it has changed.
     *
     * @param changed receives the new value
     * @param refused receives the reason why the file's new content is unusable, once for each content
     */
    public void look(Consumer<T> changed, Consumer<String> refused) {
        String now = text();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            value = reader.apply(file);
            fault = null;
            changed.accept(value);
        } catch (FileException e) {
            fault = e.getMessage();
            refused.accept(fault);
        }
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "unreadable: " + e.getMessage();
        }
    }
}
