package io.postrider.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The routes of a file that may change while the service runs. {@link #look} compares the file's bytes with those last
 * read (a mounted ConfigMap is swapped by a link, so its time says little) and keeps the last good routes when the new
 * file cannot be used. Not for several threads at once, but what it holds may be read by any.
 */
public final class RoutesWatch {
    private final Path file;
    private String seen;
    private volatile List<Route> routes;
    private volatile String fault;

    /** @throws RoutesFileException if the first reading fails: a service must not start without a way out */
    public RoutesWatch(Path file) {
        this.file = file;
        this.routes = RoutesFile.read(file);
        this.seen = text();
    }

    public List<Route> routes() {
        return routes;
    }

    /** Why the file as it is now cannot be used, while the last good routes hold. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** Reads the file again if it has changed; true if its routes now hold. */
    public boolean look() {
        String now = text();
        if (now.equals(seen)) {
            return false;
        }
        seen = now;
        try {
            routes = RoutesFile.read(file);
            fault = null;
            return true;
        } catch (RoutesFileException e) {
            fault = e.getMessage();
            return false;
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
