package io.postrider.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Stands before the handlers of the root logger: keeps back the expected errors, and notes the others. */
final class Watch implements Filter {
    /** Formats the records of the services' log manager, which is loaded only where there are any. */
    private static final class OfTheServices {
        private static final Formatter MESSAGE = new PatternFormatter("%s");
    }

    private final Map<String, Pattern> expected;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final List<String> unexpected = new ArrayList<>();
    private final Map<Handler, Filter> before = Collections.synchronizedMap(new HashMap<>());

    /** @param expected regular expressions */
    Watch(Stream<String> expected) {
        this.expected = expected.collect(Collectors.toMap(pattern -> pattern, Pattern::compile));
        this.expected.keySet().forEach(pattern -> counts.put(pattern, 0));
    }

    /** Does nothing where it stands already. */
    void begin() {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            Filter now = handler.getFilter();
            if (now != this) {
                before.put(handler, now);
                handler.setFilter(this);
            }
        }
    }

    /** The unexpected errors. */
    List<String> end() {
        before.forEach(Handler::setFilter);
        synchronized (unexpected) {
            return List.copyOf(unexpected);
        }
    }

    /** How often each expected error was logged, by its regular expression. */
    Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    @Override
    public boolean isLoggable(LogRecord entry) {
        if (entry.getLevel().intValue() < Level.SEVERE.intValue()) {
            return passes(entry);
        }
        String message = message(entry);
        boolean known = false;
        for (Map.Entry<String, Pattern> pattern : expected.entrySet()) {
            if (pattern.getValue().matcher(message).find()) {
                counts.merge(pattern.getKey(), 1, Integer::sum);
                known = true;
            }
        }
        if (!known) {
            synchronized (unexpected) {
                unexpected.add("%s: %s".formatted(entry.getLoggerName(), message));
            }
        }
        return !known && passes(entry);
    }

    private static String message(LogRecord entry) {
        boolean ofTheServices = entry.getClass().getName().startsWith("org.jboss.logmanager.");
        String message =
                ofTheServices ? OfTheServices.MESSAGE.format(entry) : new SimpleFormatter().formatMessage(entry);
        return entry.getThrown() == null ? message : message + ": " + entry.getThrown();
    }

    /** Whether those who filtered before let it pass. */
    private boolean passes(LogRecord entry) {
        return new ArrayList<>(before.values()).stream().allMatch(filter -> filter == null || filter.isLoggable(entry));
    }
}
