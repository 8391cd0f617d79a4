package io.postrider.sender.deliver.smtp.handshake;

import io.postrider.sender.deliver.transport.FailureReason;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs the program that prints an access token, without a shell. */
final class TokenCommand {
    /** Microsoft's tokens have about 2,000 characters. */
    static final int MOST_BYTES = 16_384;

    static final Duration LONGEST = Duration.ofSeconds(10);

    private TokenCommand() {}

    /**
     * Blocks for at most {@link #LONGEST}.
     *
     * @return its output, trimmed
     * @throws IllegalArgumentException if it cannot be run, fails, takes too long, or prints nothing or too much; the
     *     message does not quote the output
     */
    static String run(List<String> command) {
        return run(command, LONGEST);
    }

    static String run(List<String> command, Duration longest) {
        String name = "token_command " + command.get(0);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectError(Redirect.DISCARD)
                    .start();
            AtomicBoolean late = new AtomicBoolean();
            CompletableFuture<Void> alarm = CompletableFuture.runAsync(
                    () -> {
                        late.set(true);
                        end(process);
                    },
                    CompletableFuture.delayedExecutor(longest.toMillis(), TimeUnit.MILLISECONDS));
            try {
                return token(name, process, late, longest);
            } finally {
                alarm.cancel(false);
                end(process);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " could not be run: " + e.getMessage(), e);
        }
    }

    /** Includes its child processes, which may keep its output open. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String token(String name, Process process, AtomicBoolean late, Duration longest) throws IOException {
        byte[] printed;
        try (InputStream out = process.getInputStream()) {
            printed = out.readNBytes(MOST_BYTES + 1);
        }
        if (printed.length > MOST_BYTES) {
            throw new IllegalArgumentException("%s printed more than %d bytes".formatted(name, MOST_BYTES));
        }
        int status = status(name, process);
        if (late.get()) {
            throw new IllegalArgumentException("%s took longer than %s".formatted(name, FailureReason.text(longest)));
        } else if (status != 0) {
            throw new IllegalArgumentException("%s exited with %d".formatted(name, status));
        }
        String token = new String(printed, StandardCharsets.UTF_8).strip();
        if (token.isEmpty()) {
            throw new IllegalArgumentException(name + " printed nothing");
        }
        return token;
    }

    private static int status(String name, Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException(name + " was interrupted", e);
        }
    }
}
