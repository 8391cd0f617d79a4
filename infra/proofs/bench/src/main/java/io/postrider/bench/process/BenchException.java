package io.postrider.bench.process;

/** The bench cannot continue. The message states what to do, or which log to read. */
public final class BenchException extends RuntimeException {
    public BenchException(String message) {
        super(message);
    }

    public BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
