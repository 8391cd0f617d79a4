package io.postrider.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogCleanerTest {
    private final LogCleaner cleaner = new LogCleaner();

    private String logged(java.util.logging.Level level, String text, Object... parameters) {
        ExtLogRecord logged = new ExtLogRecord(level, text, ExtLogRecord.FormatStyle.PRINTF, "x");
        logged.setParameters(parameters);
        assertTrue(cleaner.isLoggable(logged));
        return new PatternFormatter("%s").formatMessage(logged);
    }

    @Test
    void addressesAreMaskedAboveDebug() {
        String text = "HTTP Request to %s failed";
        String path = "/v1/suppressions?email=ann%40mail.example";
        assertFalse(logged(Level.ERROR, text, path).contains("ann"));
        assertFalse(logged(Level.INFO, text, "ann@mail.example").contains("ann"));
        assertTrue(logged(Level.DEBUG, text, path).contains("ann"));
    }

    @Test
    void percentSignsOfACleanedTextAreNoFormat() {
        assertEquals("<address> 100%d", logged(Level.WARN, "%s", "ann@mail.example 100%d"));
    }

    @Test
    void otherTextStaysWithItsLines() {
        assertEquals("two\n\tlines", logged(Level.INFO, "two\n\t%s", "lines"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no ann@mail.example", "ann%40mail.example", "one\n2026-01-01 ERROR two", "esc \u001b[2J"})
    void failuresAreCleanedWithTheirCauses(String text) {
        IllegalStateException failure = new IllegalStateException("outer", new IllegalArgumentException(text));
        failure.addSuppressed(new IllegalArgumentException(text));
        ExtLogRecord logged = new ExtLogRecord(Level.ERROR, "failed", "x");
        logged.setThrown(failure);
        cleaner.isLoggable(logged);
        StringWriter trace = new StringWriter();
        logged.getThrown().printStackTrace(new PrintWriter(trace));
        String printed = trace.toString();
        assertFalse(printed.contains(text), printed);
        assertTrue(printed.contains("java.lang.IllegalStateException: outer"), printed);
        assertTrue(printed.contains("Caused by: java.lang.IllegalArgumentException: "), printed);
        assertTrue(printed.contains("Suppressed: java.lang.IllegalArgumentException: "), printed);
        assertTrue(printed.contains("LogCleanerTest.failuresAreCleanedWithTheirCauses"), printed);
    }

    @Test
    void cleanFailuresStayAsTheyAre() {
        IllegalStateException failure = new IllegalStateException("outer", new IllegalArgumentException("inner"));
        assertSame(failure, CleanFailure.of(failure));
    }

    @Test
    void causesInACircleEnd() {
        IllegalStateException one = new IllegalStateException("ann@mail.example");
        IllegalStateException two = new IllegalStateException("two", one);
        one.initCause(two);
        assertFalse(String.valueOf(CleanFailure.of(one)).contains("ann"));
    }
}
