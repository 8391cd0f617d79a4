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
 * Cleans each log record above DEBUG, whichever library writes it, for example the path of a failed request or the
 * message of an exception. Removes e-mail addresses and the characters listed in {@link OutsideText}. Our own log
 * statements already clean the text that they quote.
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
