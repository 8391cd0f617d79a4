package io.postrider.service;

import io.postrider.text.OutsideText;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * The last look at each line of the log above DEBUG, whichever library writes it: the path of a request that failed, the text of
 * an exception. E-mail addresses and the characters that {@link OutsideText} names are taken out. Our own statements clean what
 * they quote themselves.
 */
@LoggingFilter(name = "outside-text")
public final class LogCleaner implements Filter {
    private static final ExtFormatter TEXT = new PatternFormatter("%s");

    @Override
    public boolean isLoggable(LogRecord logged) {
        if (logged.getLevel().intValue() >= Level.INFO.intValue()) {
            clean(logged);
        }
        return true;
    }

    private static void clean(LogRecord logged) {
        if (logged instanceof ExtLogRecord ours) {
            String text = TEXT.formatMessage(ours);
            String clean = OutsideText.linesForLog(text);
            if (clean != null && !clean.equals(text)) {
                ours.setMessage(clean, ExtLogRecord.FormatStyle.NO_FORMAT);
            }
        }
        if (logged.getThrown() != null) {
            logged.setThrown(CleanFailure.of(logged.getThrown()));
        }
    }
}
