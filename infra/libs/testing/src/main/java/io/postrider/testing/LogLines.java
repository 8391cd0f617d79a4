package io.postrider.testing;

import java.text.MessageFormat;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What this process logs at INFO and above while this is open; for tests of the contents of logs. */
public final class LogLines extends Handler implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final boolean alone;
    private final Level levelBefore;

    private LogLines(Logger logger, boolean alone) {
        this.logger = logger;
        this.alone = alone;
        this.levelBefore = logger.getLevel();
        setLevel(Level.INFO);
        logger.addHandler(this);
        if (alone) {
            logger.setLevel(Level.INFO);
            logger.setUseParentHandlers(false);
        }
    }

    /** Of everything. */
    public static LogLines ofAll() {
        return new LogLines(Logger.getLogger(""), false);
    }

    /** Of one class, which logs nowhere else meanwhile: for a test that makes it complain. */
    public static LogLines insteadOf(Class<?> logging) {
        return new LogLines(Logger.getLogger(logging.getName()), true);
    }

    /** Each with its level and, on the same line, the failure that came with it. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            StringBuilder line = new StringBuilder(record.getLevel() + " " + text(record));
            for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
                line.append(": ").append(cause);
            }
            lines.add(line.toString());
        }
    }

    private static String text(LogRecord record) {
        String text = record.getMessage();
        Object[] parameters = record.getParameters();
        if (parameters == null || parameters.length == 0) {
            return String.valueOf(text);
        }
        try {
            return text.contains("%") ? String.format(text, parameters) : MessageFormat.format(text, parameters);
        } catch (IllegalFormatException e) {
            return text + " " + List.of(parameters);
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        if (alone) {
            logger.setLevel(levelBefore);
            logger.setUseParentHandlers(true);
        }
    }
}
