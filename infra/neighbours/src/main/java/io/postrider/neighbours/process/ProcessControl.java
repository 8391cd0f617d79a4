package io.postrider.neighbours.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What POSIX offers for processes and Java does not: signals, resident memory, and termination within a limit. */
public final class ProcessControl {
    private static final int SECONDS = 60;

    private ProcessControl() {}

    /** @param signal without SIG, such as STOP */
    public static void send(String signal, long pid) {
        output("kill", "-" + signal, Long.toString(pid));
    }

    /** Resident memory in bytes. */
    public static long rss(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            String kilobytes = Files.exists(status)
                    ? Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .findFirst()
                            .orElse("0")
                    : output("ps", "-o", "rss=", "-p", Long.toString(pid));
            return Long.parseLong(kilobytes.replaceAll("\\D", "")) << 10;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Its start time in milliseconds since 1970; 0 if unknown. */
    public static long began(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Waits for the end of a process that was asked to stop; after {@value #SECONDS} s it is killed. */
    public static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("%s: %s".formatted(String.join(" ", command), output.strip()));
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException("%s: %s".formatted(String.join(" ", command), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
