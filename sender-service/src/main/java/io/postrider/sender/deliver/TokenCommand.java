package io.postrider.sender.deliver;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the program that prints an access token. No shell is between. */
final class TokenCommand {
    /** Tokens of Microsoft have some 2,000 characters. */
    static final int MOST_BYTES = 16_384;

    static final Duration LONGEST = Duration.ofSeconds(10);

    private TokenCommand() {}

    /**
     * Blocks for at most {@link #LONGEST}.
     *
     * @return what it prints, without spaces around
     * @throws IllegalArgumentException if it cannot be run, fails, takes too long, or prints nothing or too much; the message has
     *     nothing of what it prints
     */
    static String run(List<String> command) {
        String name = "token_command " + command.get(0);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectError(Redirect.DISCARD)
                    .start();
            try {
                return token(name, process);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " cannot be run: " + e.getMessage(), e);
        }
    }

    private static String token(String name, Process process) {
        CompletableFuture<byte[]> printed = CompletableFuture.supplyAsync(() -> read(process));
        try {
            byte[] bytes = printed.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            if (bytes.length > MOST_BYTES) {
                throw new IllegalArgumentException("%s prints more than %d bytes".formatted(name, MOST_BYTES));
            }
            if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalArgumentException("%s takes longer than %s".formatted(name, Causes.text(LONGEST)));
            }
            if (process.exitValue() != 0) {
                throw new IllegalArgumentException("%s ended with %d".formatted(name, process.exitValue()));
            }
            String token = new String(bytes, StandardCharsets.UTF_8).strip();
            if (token.isEmpty()) {
                throw new IllegalArgumentException(name + " printed nothing");
            }
            return token;
        } catch (TimeoutException e) {
            throw new IllegalArgumentException("%s takes longer than %s".formatted(name, Causes.text(LONGEST)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException(name + " was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalArgumentException(name + " cannot be read", e);
        }
    }

    private static byte[] read(Process process) {
        try (InputStream out = process.getInputStream()) {
            return out.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
