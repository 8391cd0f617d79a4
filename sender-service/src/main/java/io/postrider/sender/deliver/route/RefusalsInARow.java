package io.postrider.sender.deliver.route;

import io.postrider.pg.Outage;
import io.postrider.replies.Bounce;
import io.postrider.replies.Category;
import io.postrider.replies.DialogueStage;
import io.postrider.replies.RefusalSubject;
import io.postrider.sender.deliver.route.Transports.Entry;
import io.postrider.sender.model.Attempt;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Reply;
import io.postrider.sender.model.SenderAndSite;
import io.postrider.store.routes.Hold;
import io.postrider.text.OutsideText;
import io.smallrye.mutiny.Uni;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Counts permanent refusals that are not the fault of the mail. Several in a row, without an accepted mail in between,
 * suspend what they concern until an operator resumes it: if a smart host refuses us, the route; if it refuses the
 * sender, the route for this From domain only; if a site refuses our address, always for the same reason, the route to
 * this site.
 */
public final class RefusalsInARow {
    private static final Logger LOG = Logger.getLogger(RefusalsInARow.class);

    /** Maximum number of counters; beyond it, counting restarts at zero, at the cost of a few more refusals. */
    static final int MOST_COUNTED = 10_000;

    /** Categories for which a smart host rejects us permanently before any mail. */
    private static final Set<Category> LASTING =
            EnumSet.of(Category.RELAY_CONFIG, Category.THROTTLING, Category.REPUTATION);

    /** "Relay access denied" is not included: a recipient's server that replies so does not serve this recipient. */
    private static final Set<Category> OF_OUR_ADDRESS =
            EnumSet.of(Category.REPUTATION, Category.AUTH, Category.THROTTLING, Category.POLICY);

    /** RFC 7504: the host accepts no mail at all. */
    private static final Set<Integer> TAKES_NO_MAIL = Set.of(521, 556);

    /**
     * @param last the last answer; mails that waited for the same connection share one, which counts once
     * @param fresh whether the last answer was counted
     * @param inForce whether the resulting hold is recorded
     */
    private record Run(int refusals, Category category, Handover last, boolean fresh, boolean inForce) {}

    private final int most;
    private final Predicate<Hold> held;
    private final BiFunction<Hold, String, Uni<Void>> record;
    private final Map<Hold, Run> runs = new ConcurrentHashMap<>();

    /** Holds being written to the database. Mails in flight are refused as well and must not cause another hold. */
    private final Set<Hold> recording = ConcurrentHashMap.newKeySet();

    /**
     * @param most refusals in a row that cause a hold; 0 for never
     * @param held whether a hold is in force
     * @param record receives a hold and its reason; completes when the hold is in force
     */
    public RefusalsInARow(int most, Predicate<Hold> held, BiFunction<Hold, String, Uni<Void>> record) {
        this.most = most;
        this.held = held;
        this.record = record;
    }

    /** @return the attempt; withheld, so that the mail waits, if the site's refusal caused a hold */
    public Attempt heard(Entry entry, SenderAndSite senderAndSite, Attempt attempt) {
        if (most == 0) {
            return attempt;
        } else if (attempt.handover() instanceof Handover.Accepted) {
            forget(entry.route().name(), senderAndSite);
            return attempt;
        }
        Hold hold = entry.route().smartHost()
                ? ofSmartHost(entry.route().name(), senderAndSite, attempt)
                : ofSite(entry.route().name(), senderAndSite, attempt);
        if (hold == null) {
            return attempt;
        }
        Run run = count(hold, attempt);
        if (run.fresh() && run.refusals() % most == 0 && !run.inForce() && recording.add(hold)) {
            hold(hold, run, attempt);
        }
        return entry.route().smartHost() || run.refusals() < most ? attempt : attempt.withheld();
    }

    private void forget(String route, SenderAndSite senderAndSite) {
        if (!runs.isEmpty()) {
            Hold.affecting(route, senderAndSite.fromDomain(), senderAndSite.site())
                    .forEach(runs::remove);
        }
    }

    private static Hold ofSmartHost(String route, SenderAndSite senderAndSite, Attempt attempt) {
        if (attempt.ofRoute()) {
            boolean sender = attempt.bounce().about() == RefusalSubject.SENDER;
            return sender ? new Hold(route, senderAndSite.fromDomain(), null) : Hold.ofRoute(route);
        }
        boolean notLetIn = attempt.handover() instanceof Handover.Unreachable unreachable
                && !unreachable.begun()
                && permanent(unreachable.reply())
                && LASTING.contains(attempt.bounce().category());
        return notLetIn ? Hold.ofRoute(route) : null;
    }

    private static Hold ofSite(String route, SenderAndSite senderAndSite, Attempt attempt) {
        boolean refused = attempt.handover() instanceof Handover.Refused refusal
                && refusal.stage() != DialogueStage.UNKNOWN
                && permanent(refusal.reply())
                && !TAKES_NO_MAIL.contains(refusal.reply().code());
        Bounce bounce = attempt.bounce();
        if (refused && bounce.about() == RefusalSubject.CLIENT && OF_OUR_ADDRESS.contains(bounce.category())) {
            return new Hold(route, null, senderAndSite.site());
        }
        boolean ofSender =
                refused && bounce.about() == RefusalSubject.SENDER && bounce.category() == Category.REPUTATION;
        return ofSender ? new Hold(route, senderAndSite.fromDomain(), senderAndSite.site()) : null;
    }

    private static boolean permanent(Reply reply) {
        return reply != null && reply.permanent();
    }

    private Run count(Hold hold, Attempt attempt) {
        if (runs.size() >= MOST_COUNTED) {
            runs.clear();
        }
        Category category = attempt.bounce().category();
        return runs.compute(hold, (key, before) -> {
            boolean resumed = before != null && before.inForce() && !held.test(hold);
            boolean other =
                    before != null && hold.site() != null && before.refusals() < most && before.category() != category;
            if (before == null || resumed || other) {
                return new Run(1, category, attempt.handover(), true, false);
            }
            boolean fresh = before.last() != attempt.handover();
            int refusals = fresh ? before.refusals() + 1 : before.refusals();
            return new Run(refusals, category, attempt.handover(), fresh, before.inForce());
        });
    }

    private void hold(Hold hold, Run run, Attempt attempt) {
        String reason = "%d refusals in a row, the last one: %s".formatted(run.refusals(), words(attempt.handover()));
        record.apply(hold, reason)
                .onTermination()
                .invoke(() -> recording.remove(hold))
                .subscribe()
                .with(
                        done -> {
                            runs.computeIfPresent(
                                    hold,
                                    (key, now) ->
                                            new Run(now.refusals(), now.category(), now.last(), now.fresh(), true));
                            LOG.warnf("%s suspended after %s", hold, OutsideText.forLog(reason));
                        },
                        failure -> LOG.logf(
                                Outage.level(failure),
                                "%s could not be suspended yet: %s",
                                hold,
                                OutsideText.forLog(failure)));
    }

    private static String words(Handover handover) {
        if (handover instanceof Handover.Refused refused) {
            Reply reply = refused.reply();
            String enhancedCode = reply.enhancedCode() == null ? "" : reply.enhancedCode() + " ";
            return reply.code() + " " + enhancedCode + OutsideText.forLog(reply.text());
        }
        return OutsideText.forLog(((Handover.Unreachable) handover).why());
    }
}
