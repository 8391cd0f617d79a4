package io.postrider.ingest.feedback.domains;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.pg.Leader;
import io.postrider.pg.Leaders;
import io.postrider.service.Timers;
import io.postrider.store.suppressions.DomainEvidence;
import io.postrider.store.suppressions.DomainEvidence.Rule;
import io.postrider.text.OutsideText;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Evaluates the evidence about bad domains every minute, in one process only. */
@Singleton
class DomainSuppression {
    private static final Logger LOG = Logger.getLogger(DomainSuppression.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final Timers timers;
    private final Clock clock;
    private final Rule rule;
    private final Leader leader;
    private final boolean enabled;
    private final AtomicBoolean beating = new AtomicBoolean();
    private Instant next = Instant.MIN;

    DomainSuppression(
            Timers timers, Clock clock, DomainSuppressionSettings settings, RoleSettings roles, Leaders leaders) {
        this.timers = timers;
        this.clock = clock;
        this.enabled = roles.roles().contains(Role.FEEDBACK);
        this.rule = new Rule(settings.failures(), settings.period());
        this.leader = leaders.of("upkeep of the database", Leaders.UPKEEP);
    }

    void start(@Observes StartupEvent started) {
        if (!enabled) {
            return;
        }
        timers.every(Leader.BEAT, () -> {
            if (beating.compareAndSet(false, true)) {
                beat().onTermination()
                        .invoke(() -> beating.set(false))
                        .subscribe()
                        .with(
                                done -> {},
                                failure -> LOG.infof(
                                        "evaluation of bad domains failed, will retry: %s",
                                        OutsideText.forLog(failure)));
            }
        });
    }

    void stop(@Observes ShutdownEvent stopping) {
        leader.resign().onFailure().recoverWithNull().await().atMost(GOODBYE);
    }

    private Uni<Void> beat() {
        return leader.beat().chain(leads -> {
            Instant now = clock.instant();
            if (!leads || now.isBefore(next)) {
                return Uni.createFrom().voidItem();
            }
            next = now.plus(EVERY);
            return weigh();
        });
    }

    /** Does nothing if this process does not lead. */
    Uni<Void> weigh() {
        return leader.ifLeading(connection -> weigh(connection, clock.instant()));
    }

    private Uni<Void> weigh(SqlConnection connection, Instant now) {
        return DomainEvidence.suppress(connection, rule, now)
                .invoke(domains -> domains.forEach(domain -> LOG.infof(
                        "suppressed the domain %s: at least %d failures over %s and no success",
                        OutsideText.forLog(domain), rule.failures(), rule.period())))
                .chain(() -> DomainEvidence.purge(connection, rule, now));
    }
}
