package io.postrider.ingest.feedback.reports;

import io.postrider.ingest.feedback.reports.read.QuotedReply;
import io.postrider.ingest.feedback.reports.read.Report;
import io.postrider.mail.AddressKey;
import io.postrider.store.deliveries.EventType;
import io.postrider.store.deliveries.LateEvents;
import io.postrider.store.deliveries.LateEvents.Known;
import io.postrider.store.deliveries.LateEvents.LateEvent;
import io.postrider.store.deliveries.Outcome;
import io.postrider.tokens.ReturnPath.Delivery;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Records the late event of some deliveries and, depending on the report, suppresses their addresses or records
 * evidence about their domains, all in one transaction.
 */
@Singleton
class ReportTransaction {
    private static final String ORIGIN = "%s report";

    /** A delivery with a new event, and the report's statement about it. */
    record Recorded(Delivery delivery, Report report) {}

    private final Pool pool;

    ReportTransaction(Pool pool) {
        this.pool = pool;
    }

    /**
     * Completes after the commit with the deliveries that exist and had no such event yet.
     *
     * @param report bounced or complained
     */
    Uni<List<Recorded>> execute(Collection<Delivery> deliveries, Report report, Instant at) {
        return pool.withTransaction(connection -> LateEvents.lock(connection, deliveries)
                .chain(known ->
                        known.isEmpty() ? Uni.createFrom().item(List.of()) : record(connection, known, report, at)));
    }

    private static Uni<List<Recorded>> record(SqlConnection connection, List<Known> known, Report report, Instant at) {
        EventType type = report instanceof Report.Complained complained ? complained.event() : EventType.BOUNCED;
        String origin = ORIGIN.formatted(type == EventType.BOUNCED ? "bounce" : "feedback");
        List<Recorded> all = known.stream()
                .map(delivery -> new Recorded(delivery.delivery(), about(delivery, report)))
                .toList();
        List<LateEvent> events = new ArrayList<>(known.size());
        for (int i = 0; i < known.size(); i++) {
            events.add(event(known.get(i), all.get(i).report()));
        }
        return LateEvents.record(connection, type, events, at, origin)
                .map(recorded -> all.stream()
                        .filter(one -> recorded.contains(one.delivery()))
                        .toList());
    }

    /** The statement about the delivery's recipient. */
    private static Report about(Known delivery, Report report) {
        return report instanceof Report.Bounced bounced ? bounced.about(AddressKey.of(delivery.email())) : report;
    }

    private static LateEvent event(Known delivery, Report report) {
        String key = AddressKey.of(delivery.email());
        if (report instanceof Report.Bounced bounced) {
            QuotedReply words = bounced.words();
            return new LateEvent(
                    delivery.delivery(),
                    delivery.attempts(),
                    key,
                    new Outcome.Cause(null, words.code(), words.enhancedCode(), words.text(), bounced.bounce()),
                    bounced.suppresses(key) ? bounced.bounce().category().word() : null,
                    bounced.bounce().badDomain() && bounced.isAbout(key));
        }
        Report.Complained complained = (Report.Complained) report;
        return new LateEvent(
                delivery.delivery(),
                delivery.attempts(),
                key,
                Outcome.Cause.ours(complained.kind()),
                complained.reason(),
                false);
    }
}
