package io.postrider.bench.capacity.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The connections of one sender to one site, as {@code deliver.ConnectionBudget} and {@code LaneConnections}
 * have them: each lane opens its own, up to a total; transactional mail goes first, and an unused or just
 * freed connection of the other lane makes room for it.
 */
final class SenderConnections {
    /** Bulk mails that may wait in a sender for a connection to one site. */
    static final int WINDOW = 64;

    private static final class Connection {
        private final boolean urgent;
        private int mails;
        private double usedAt;

        private Connection(boolean urgent) {
            this.urgent = urgent;
        }
    }

    private final Scenario.Network network;
    private final int mailsPerConnection;
    private final Agenda agenda;
    private final Random random;
    private final Observations.OfSite observations;
    private final Consumer<Mail> answered;

    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Deque<Mail> urgent = new ArrayDeque<>();
    private final Deque<Mail> others = new ArrayDeque<>();
    private final Set<Mail> open = new LinkedHashSet<>();
    private int most;

    /** @param answered told of each mail whose SMTP transaction ended */
    SenderConnections(
            Scenario scenario,
            Provider provider,
            Agenda agenda,
            Random random,
            Observations.OfSite observations,
            Consumer<Mail> answered) {
        this.network = scenario.network();
        this.mailsPerConnection = provider.mailsPerConnection();
        this.agenda = agenda;
        this.random = random;
        this.observations = observations;
        this.answered = answered;
    }

    /** @param connections that it may have from now on; those in use beyond are not cut */
    void allow(int connections) {
        most = connections;
        serve();
    }

    boolean hasRoom() {
        return most > 0 && others.size() < WINDOW;
    }

    /** Mails that it has to do with. */
    int size() {
        return open.size() + urgent.size() + others.size();
    }

    void submit(Mail mail) {
        (mail.urgent() ? urgent : others).add(mail);
        serve();
    }

    /** It is gone: its connections too. Returns the mails that it had. */
    List<Mail> lose() {
        List<Mail> lost = new ArrayList<>(open);
        lost.addAll(urgent);
        lost.addAll(others);
        most = 0;
        List.of(open, idle, urgent, others).forEach(java.util.Collection::clear);
        return lost;
    }

    private void serve() {
        while (open.size() < most && !(urgent.isEmpty() && others.isEmpty())) {
            start(urgent.isEmpty() ? others.poll() : urgent.poll());
        }
    }

    private void start(Mail mail) {
        idle.removeIf(connection -> agenda.now() - connection.usedAt > network.idle());
        Connection connection = null;
        for (Connection one : idle) {
            connection = one.urgent == mail.urgent() ? one : connection;
        }
        double busy = network.transaction().draw(random);
        if (connection == null) {
            busy += network.opening();
            connection = new Connection(mail.urgent());
            if (open.size() + idle.size() >= most) {
                idle.pollFirst();
            }
        } else {
            idle.remove(connection);
        }
        open.add(mail);
        observations.started(agenda.now(), busy);
        Connection used = connection;
        agenda.in(busy, () -> end(mail, used));
    }

    private void end(Mail mail, Connection connection) {
        if (!open.remove(mail)) {
            return; // Lost with its sender meanwhile.
        }
        connection.usedAt = agenda.now();
        if (++connection.mails != mailsPerConnection && open.size() + idle.size() < most) {
            idle.addLast(connection);
        }
        answered.accept(mail);
        serve();
    }
}
