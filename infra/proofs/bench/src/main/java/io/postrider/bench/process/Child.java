package io.postrider.bench.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that the bench started, with its descendants. All that are left are stopped when the bench's JVM ends. */
public final class Child implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Set<Child> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> List.copyOf(ALIVE).forEach(Child::close)));
    }

    private final String name;
    private final Path log;
    private final Process process;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        ALIVE.add(this);
    }

    /** Starts it with both outputs in the log. */
    public static Child start(String name, Path log, ProcessBuilder builder) {
        return launch(name, log, builder.redirectErrorStream(true).redirectOutput(log.toFile()));
    }

    /** Starts it with the error output in the log and the standard output left to the caller, who must read it. */
    public static Child piped(String name, Path log, ProcessBuilder builder) {
        return launch(name, log, builder.redirectError(log.toFile()));
    }

    private static Child launch(String name, Path log, ProcessBuilder builder) {
        try {
            Files.createDirectories(log.getParent());
            return new Child(name, log, builder.start());
        } catch (IOException e) {
            throw new BenchException("%s failed to start: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Runs it to its end. */
    public static void run(String name, Path log, Duration limit, ProcessBuilder builder) {
        try (Child child = start(name, log, builder)) {
            child.awaitSuccess(limit);
        }
    }

    public void awaitSuccess(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BenchException("%s took longer than %s; see %s".formatted(name, limit, log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException(name + ": interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new BenchException("%s ended with %d; see %s".formatted(name, process.exitValue(), log));
        }
    }

    public void requireAlive() {
        if (!process.isAlive()) {
            throw new BenchException("%s ended with %d; see %s".formatted(name, process.exitValue(), log));
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public void close() {
        ALIVE.remove(this);
        // Listed before the parent ends: orphans are no longer among its descendants.
        List<ProcessHandle> family =
                Stream.concat(Stream.of(handle()), handle().descendants()).toList();
        process.destroy();
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
