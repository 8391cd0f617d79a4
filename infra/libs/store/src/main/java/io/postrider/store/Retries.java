package io.postrider.store;

import io.postrider.pg.Outage;
import io.postrider.text.OutsideText;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Retries statements until PostgreSQL is back: a batch whose state cannot be read or saved waits and keeps its credit.
 */
public final class Retries {
    private static final Logger LOG = Logger.getLogger(Retries.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    /** Short, because a batch needs several statements, and each may wait this long after PostgreSQL is back. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private Retries() {}

    /** Fails only if a retry would fail as well. */
    public static <T> Uni<T> whileAway(Uni<T> statement) {
        return whileAway(statement, Outage::mayPass);
    }

    /** @param passing the failures after which the statement is retried */
    public static <T> Uni<T> whileAway(Uni<T> statement, Predicate<Throwable> passing) {
        AtomicBoolean refused = new AtomicBoolean();
        return statement
                .onFailure(passing)
                .invoke(failure -> refused(failure, refused))
                .onFailure(passing)
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .indefinitely()
                .invoke(() -> {
                    if (refused.get()) {
                        LOG.info("PostgreSQL accepts the statement again");
                    }
                });
    }

    /** Logs once for each statement, however often it is retried. */
    private static void refused(Throwable failure, AtomicBoolean before) {
        Logger.Level level = Outage.level(failure);
        if (level == Logger.Level.DEBUG || before.compareAndSet(false, true)) {
            LOG.logf(level, "PostgreSQL refuses a statement, retrying: %s", OutsideText.forLog(failure));
        }
    }
}
