package io.postrider.ingest.feedback.reports;

import io.postrider.ingest.feedback.reports.read.Report;
import io.postrider.ingest.feedback.reports.read.ReportReader;
import io.postrider.tokens.ReturnPath;
import io.postrider.tokens.ReturnPath.Delivery;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Determines which deliveries a mail concerns, and records what it reports. Called on the listener's threads, which
 * block.
 */
@Singleton
public class ReportRecorder {
    private static final Logger LOG = Logger.getLogger(ReportRecorder.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReportTransaction transaction;
    private final ReportMeters meters;
    private final Clock clock;

    ReportRecorder(ReportTransaction transaction, ReportMeters meters, Clock clock) {
        this.transaction = transaction;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Returns when everything that the mail reports is committed; true if any of it was new.
     *
     * @param recipients the deliveries whose return paths the mail was sent to
     * @param feedback whether it was sent to the address for feedback loops
     * @throws RuntimeException if PostgreSQL is unavailable or fails; the mail was then recorded completely or not at all
     */
    public boolean take(byte[] mail, Set<Delivery> recipients, boolean feedback, ReturnPath paths) {
        Report report = ReportReader.read(mail);
        if (report instanceof Report.Dropped dropped) {
            return drop(dropped.reason());
        } else if (report instanceof Report.Complained complained) {
            return complained(complained, recipients, feedback, paths);
        } else if (recipients.isEmpty()) {
            return drop(Report.Reason.NO_COMPLAINT);
        }
        return record(recipients, report);
    }

    private boolean complained(
            Report.Complained complained, Set<Delivery> recipients, boolean feedback, ReturnPath paths) {
        Set<Delivery> deliveries = new HashSet<>(recipients);
        if (feedback) {
            Optional<Delivery> told = told(complained, paths);
            if (told.isEmpty() && deliveries.isEmpty() && complained.returnPath() != null) {
                return drop(Report.Reason.FORGED);
            }
            told.ifPresent(deliveries::add);
        }
        return deliveries.isEmpty() ? drop(Report.Reason.UNTRACEABLE) : record(deliveries, complained);
    }

    /** If a forwarder has changed the return path, the Message-ID still identifies the delivery. */
    private static Optional<Delivery> told(Report.Complained complained, ReturnPath paths) {
        Optional<Delivery> byPath = Optional.ofNullable(complained.returnPath()).flatMap(paths::read);
        return byPath.or(() -> Optional.ofNullable(complained.messageId()).flatMap(paths::readMessageId));
    }

    private boolean record(Set<Delivery> deliveries, Report report) {
        List<ReportTransaction.Recorded> recorded = transaction
                .execute(deliveries, report, clock.instant())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .await()
                .indefinitely();
        for (int known = recorded.size(); known < deliveries.size(); known++) {
            drop(Report.Reason.KNOWN);
        }
        if (recorded.isEmpty()) {
            return false;
        }
        for (ReportTransaction.Recorded one : recorded) {
            count(one.report());
            log(one.delivery(), one.report());
        }
        return true;
    }

    private void count(Report report) {
        if (report instanceof Report.Bounced bounced) {
            meters.reportedBounce(bounced.bounce().category().word());
        } else if (report instanceof Report.Complained complained && complained.optOut()) {
            meters.reportedUnsubscribe();
        } else {
            meters.reportedComplaint();
        }
    }

    private static void log(Delivery delivery, Report report) {
        if (report instanceof Report.Bounced bounced) {
            LOG.infof(
                    "bounce received by mail for message %s, recipient %d: %s%s",
                    delivery.message(),
                    delivery.ordinal(),
                    bounced.bounce().category().word(),
                    bounced.bounce().hard() ? ", hard" : "");
        } else if (report instanceof Report.Complained complained) {
            LOG.infof(
                    "feedback about message %s, recipient %d: %s, address suppressed",
                    delivery.message(), delivery.ordinal(), complained.kind());
        }
    }

    private boolean drop(Report.Reason reason) {
        LOG.debugf("report ignored: %s", reason.word());
        meters.reportDropped(reason.word());
        return false;
    }
}
