package io.postrider.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The value of a file that may change while the service runs. {@link #look} compares the file's bytes with those last read (a
 * mounted ConfigMap is swapped by a link, so its time says little) and keeps the last good value when the new file cannot
 * be used. Not for several threads at once, but what it holds may be read by any.
 */
public final class FileWatch<T> {
    private final Path file;
    private final Function<Path, T> reader;
    private String seen;
    private volatile T value;
    private volatile String fault;

    /**
     * @param reader throws {@link FileException} for a file that cannot be used
     * @throws FileException if the first reading fails: a service must not start on a guess
     */
    public FileWatch(Path file, Function<Path, T> reader) {
        this.file = file;
        this.reader = reader;
        // In this order: what changes in between is seen by the next look.
        this.seen = text();
        this.value = reader.apply(file);
    }

    public T value() {
        return value;
    }

    /** Why the current file cannot be used, while the last good value stays in use. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /**
     * Reads the file again if it has changed.
     *
     * @param changed receives the new value
     * @param refused takes the reason why the file's new text does not, once for each text
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
