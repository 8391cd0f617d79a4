package io.postrider.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

class ErrorLogTest {
    private static final String RUNNING = "io.postrider.testing.ErrorLogTest#running";
    private static final Logger LOG = Logger.getLogger(ErrorLogTest.class.getName());

    private static boolean running;

    /** The classes here are run only by the tests below. */
    static boolean running() {
        return running;
    }

    @EnabledIf(RUNNING)
    static class Unexpected {
        @Test
        void passesAndLogsAnError() {
            LOG.log(Level.SEVERE, "the disk of {0} is full", "postrider");
        }
    }

    @EnabledIf(RUNNING)
    static class Expected {
        @Test
        @ExpectedErrors("the disk of [a-z]+ is full: .*on purpose")
        void logsWhatItAnnounces() {
            LOG.log(Level.SEVERE, "the disk of postrider is full", new IllegalStateException("on purpose"));
        }

        @Test
        void logsAWarning() {
            LOG.warning("a warning of a test");
        }
    }

    @EnabledIf(RUNNING)
    static class Failing {
        @Test
        @ExpectedErrors("nobody logs this")
        void failsForAReasonOfItsOwn() {
            throw new IllegalStateException("a reason of its own");
        }
    }

    @Test
    @ExpectedErrors("the disk of postrider is full")
    void anErrorThatNobodyExpectsFailsTheClass() {
        List<Failure> failures = failures(Unexpected.class);
        assertEquals(1, failures.size());
        String message = failures.get(0).getException().getMessage();
        assertTrue(message.contains(ErrorLogTest.class.getName() + ": the disk of postrider is full"), message);
    }

    @Test
    void anErrorThatIsAnnouncedPassesAndSoDoesAWarning() {
        assertEquals(List.of(), failures(Expected.class));
    }

    @Test
    void aTestThatFailsIsNotHeldUpByAnErrorThatDoesNotCome() {
        List<Failure> failures = failures(Failing.class);
        assertEquals(1, failures.size());
        assertEquals("a reason of its own", failures.get(0).getException().getMessage());
    }

    private static List<Failure> failures(Class<?> tests) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        running = true;
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                                .build(),
                        summary);
        running = false;
        return summary.getSummary().getFailures();
    }
}
