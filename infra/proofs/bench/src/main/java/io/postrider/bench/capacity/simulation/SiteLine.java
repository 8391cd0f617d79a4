package io.postrider.bench.capacity.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * The mail to one site: the lines in which it waits for its turn, the schedule that the ledger keeps for all
 * senders ({@code ledger.Throttle}: transactional mail has its own, and takes its part from the others), and
 * the senders' connections.
 */
final class SiteLine {
    private final Scenario scenario;
    private final Provider provider;
    private final Agenda agenda;
    private final Random random;
    private final Observations.OfSite observations;
    private final Observations all;

    private final Line urgent = new Line();
    private final Line others = new Line();
    private final List<SenderConnections> senders = new ArrayList<>();
    private double factor = 1;
    private int away;
    private int turn;

    /** Mails in the order in which they go, of which the first is booked. */
    private static final class Line {
        private final Deque<Mail> mails = new ArrayDeque<>();
        private double next;
        private boolean booked;
    }

    SiteLine(Scenario scenario, Provider provider, Agenda agenda, Random random, Observations all) {
        this.scenario = scenario;
        this.provider = provider;
        this.agenda = agenda;
        this.random = random;
        this.all = all;
        this.observations = all.site(provider.name());
        for (int i = 0; i < scenario.senders(); i++) {
            senders.add(new SenderConnections(scenario, provider, agenda, random, observations, this::answered));
        }
        share();
    }

    void accept(Mail mail) {
        observations.accepted(agenda.now());
        all.accepted();
        offer(mail);
    }

    void rate(double part) {
        factor = part;
    }

    /** The first sender dies; what it had is delivered again to the others by the broker. */
    void lose() {
        List<Mail> lost = senders.get(0).lose();
        away = 1;
        share();
        agenda.in(scenario.network().redelivery(), () -> lost.forEach(this::offer));
    }

    void back() {
        away = 0;
        share();
        book();
    }

    private void share() {
        int each = Math.max(1, provider.connections() / (scenario.senders() - away));
        for (int i = away; i < senders.size(); i++) {
            senders.get(i).allow(each);
        }
    }

    private void offer(Mail mail) {
        (mail.urgent() ? urgent : others).mails.add(mail);
        book();
    }

    private double spacing() {
        return 1 / (provider.perSecond() * factor);
    }

    /** The broker gives each sender its part of the single mails. */
    private SenderConnections nextSender() {
        turn = (turn + 1) % (senders.size() - away);
        return senders.get(turn + away);
    }

    private void book() {
        book(urgent);
        book(others);
    }

    private void book(Line line) {
        while (!line.booked && !line.mails.isEmpty() && (line == urgent || idlest().hasRoom())) {
            double at = Math.max(agenda.now(), line.next);
            others.next = Math.max(agenda.now(), others.next) + spacing();
            if (line == urgent) {
                urgent.next = at + spacing();
            }
            if (at > agenda.now()) {
                line.booked = true;
                agenda.at(at, () -> due(line));
            } else {
                send(line);
            }
        }
    }

    private void due(Line line) {
        line.booked = false;
        send(line);
        book(line);
    }

    private void send(Line line) {
        (line == urgent ? nextSender() : idlest()).submit(line.mails.poll());
    }

    private SenderConnections idlest() {
        SenderConnections least = senders.get(away);
        for (SenderConnections one : senders.subList(away, senders.size())) {
            least = one.size() < least.size() ? one : least;
        }
        return least;
    }

    private void answered(Mail mail) {
        if (mail.attempt == 1) {
            all.firstReply(mail, agenda.now());
        }
        if (random.nextDouble() < scenario.network().deferred()) {
            double delay = Retries.delay(mail.urgent(), mail.attempt, random);
            mail.attempt++;
            agenda.in(delay, () -> offer(mail));
        } else {
            observations.delivered();
            all.delivered(mail, agenda.now());
        }
        book();
    }
}
