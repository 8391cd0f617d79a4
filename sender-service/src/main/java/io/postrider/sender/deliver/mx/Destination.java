package io.postrider.sender.deliver.mx;

import io.postrider.dns.MxAnswer;
import io.postrider.mail.Lane;
import io.postrider.replies.DialogueStage;
import io.postrider.sender.deliver.smtp.SmtpTransport;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.deliver.smtp.pool.SmtpConnectionPool;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Handover.Unreachable;
import io.postrider.sender.model.Reply;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The mail servers shared by one or more domains, and the connections to them. */
final class Destination {
    private final MxAnswer.Hosts hosts;
    private final ConnectionBudget.Share share;
    private final Map<Lane, DestinationLane> lines = new EnumMap<>(Lane.class);
    private int underWay;
    private long idleSince;
    private volatile boolean closing;

    /**
     * @param connections maximum at the same time, divided among the lanes; the budget enforces their total
     * @param settings of its connections
     */
    Destination(
            MxAnswer.Hosts hosts,
            ConnectionBudget.Share share,
            int connections,
            SmtpSettings settings,
            DestinationLane.Shared shared) {
        this.hosts = hosts;
        this.share = share;
        for (Lane lane : Lane.values()) {
            int most = SmtpTransport.share(connections, lane);
            lines.put(lane, new DestinationLane(hosts, lane, most, share, settings, shared));
        }
    }

    ConnectionBudget.Share share() {
        return share;
    }

    SmtpConnectionPool connections(Lane lane) {
        return lines.get(lane).connections();
    }

    /** Counts a mail in; must not be called while the destination is closing. */
    synchronized void enter() {
        underWay++;
    }

    /** A mail has been answered. */
    synchronized void leave() {
        underWay--;
        idleSince = System.nanoTime();
    }

    synchronized boolean empty() {
        return underWay == 0;
    }

    /** Whether it has had no mail for longer than this and has no connection. */
    synchronized boolean forgotten(long nanos) {
        return underWay == 0 && System.nanoTime() - idleSince > nanos && sum(SmtpConnectionPool::connections) == 0;
    }

    /** The result of a mail: an unavailable destination is not the route's fault, so another route would not help. */
    Handover outcome(Handover handover) {
        if (closing || !(handover instanceof Unreachable unreachable)) {
            return handover;
        }
        Reply reply = unreachable.reply();
        if (reply != null && !reply.positive()) {
            return new Handover.Refused(reply, unreachable.begun() ? DialogueStage.UNKNOWN : DialogueStage.CONNECT);
        }
        String host = hosts.all().get(0).name();
        return new Handover.Refused(
                new Reply(451, "4.4.2", "Postrider: connection to %s: %s".formatted(host, unreachable.why())));
    }

    int sum(ToIntFunction<SmtpConnectionPool> figure) {
        return lines.values().stream()
                .map(DestinationLane::connections)
                .mapToInt(figure)
                .sum();
    }

    boolean releaseIdle() {
        return lines.values().stream().map(DestinationLane::connections).anyMatch(SmtpConnectionPool::releaseIdle);
    }

    /** Completes when the last connection is closed. */
    Future<Void> close() {
        closing = true;
        Collection<DestinationLane> all = lines.values();
        List<Future<Void>> closed =
                all.stream().map(line -> line.connections().close()).toList();
        all.forEach(DestinationLane::withdraw);
        return Future.all(closed).mapEmpty();
    }

    void cut() {
        lines.values().forEach(line -> line.connections().cut());
    }
}
