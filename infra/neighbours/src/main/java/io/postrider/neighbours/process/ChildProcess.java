package io.postrider.neighbours.process;

import io.postrider.neighbours.StartException;
import io.postrider.neighbours.files.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * A child process. A terminal sends Ctrl-C and its hangup to all processes of a group; children ignore both, so that
 * their parent can stop them in the right order.
 */
public final class ChildProcess {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(60);
    private static final int TAIL_BYTES = 4_000;
    private static final int TAIL_LINES = 15;

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Pattern OURS = Pattern.compile("io\\.postrider\\.|postrider\\.[a-z]");

    private final String name;
    private final Process process;
    private final Path log;
    private final Path pidFile;

    private ChildProcess(String name, Process process, Path log, Path pidFile) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.pidFile = pidFile;
    }

    /**
     * @param command with all its arguments, which every user of the machine can read: no secret may be among them
     * @param environment variables in addition to those of this process
     * @param log its output is appended here; only its owner can read it, like all files created by the child
     * @param pidFile names it for {@link PidFiles} while it runs
     */
    public static ChildProcess start(
            String name, List<String> command, Map<String, String> environment, Path log, Path pidFile) {
        List<String> shielded =
                new ArrayList<>(List.of("/bin/sh", "-c", "umask 077; trap '' INT HUP; exec \"$@\"", name));
        shielded.addAll(command);
        try {
            PrivateFiles.directory(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(shielded)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            PrivateFiles.create(log).toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            PidFiles.write(pidFile, process.toHandle());
            return new ChildProcess(name, process, log, pidFile);
        } catch (IOException e) {
            throw new StartException("%s could not be started: %s".formatted(name, e.getMessage()), e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /**
     * Waits until it is ready.
     *
     * @param what its name, for error messages
     * @throws StartException with the end of its log, if it stops or is not ready within the limit
     */
    public void awaitReady(String what, Duration limit, BooleanSupplier ready) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (!alive()) {
                throw new StartException("%s stopped while starting:\n%s".formatted(what, lastLines()));
            }
            if (System.nanoTime() > deadline) {
                throw new StartException(
                        "%s is not ready after %d s:\n%s".formatted(what, limit.toSeconds(), lastLines()));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** SIGTERM, then SIGKILL if it is still running after the grace period. */
    public void stop(Duration grace) {
        resume();
        process.destroy();
        if (!ended(grace)) {
            process.destroyForcibly();
            ended(KILL_LIMIT);
        }
        forget();
    }

    /** Its exit code. */
    public int exitCode() {
        return process.exitValue();
    }

    /** SIGKILL: nothing is finished or written. */
    public void kill() {
        process.destroyForcibly();
        if (!ended(KILL_LIMIT)) {
            throw new IllegalStateException("%s (process %d) could not be killed".formatted(name, pid()));
        }
        forget();
    }

    /** SIGSTOP: it hangs, its connections stay open. */
    public void suspend() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        if (alive()) {
            ProcessControl.send(signal, pid());
        }
    }

    /** Resident memory in bytes, 0 once it has ended. */
    public long rss() {
        return alive() ? ProcessControl.rss(pid()) : 0;
    }

    /** The end of its log, for the message about a failed start. */
    public String lastLines() {
        try (InputStream in = Files.newInputStream(log)) {
            long size = Files.size(log);
            in.skipNBytes(Math.max(0, size - TAIL_BYTES));
            List<String> lines = new String(in.readAllBytes()).lines().toList();
            String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
            // A stack trace ends in the libraries; the helpful message is where our own code failed.
            return lines.stream()
                    .filter(line ->
                            line.startsWith("Caused by: ") && OURS.matcher(line).find())
                    .findFirst()
                    .map(words -> words + "\n...\n" + tail)
                    .orElse(tail);
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private boolean ended(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
