package io.postrider.sender.deliver.mx;

import io.postrider.dns.MxAnswer;
import io.postrider.dns.MxLookup;
import io.postrider.mail.Lane;
import io.postrider.routing.MxRoute;
import io.postrider.sender.deliver.smtp.SmtpConnector;
import io.postrider.sender.deliver.smtp.SmtpTransport;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.deliver.smtp.pool.ConnectionSource;
import io.postrider.sender.deliver.smtp.pool.SmtpConnectionPool;
import io.postrider.sender.model.Handover.Unreachable;
import io.postrider.sender.model.Reply;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** One lane of a destination: its connections are opened as the route's budget allows. */
final class DestinationLane implements ConnectionSource {

    /**
     * Shared by all lanes of a route.
     *
     * @param makeRoom called when a lane waits for a connection of its share: an idle one should be closed
     */
    record Shared(
            MxRoute route,
            MxLookup lookup,
            SmtpConnector connector,
            ConnectionBudget budget,
            Consumer<ConnectionBudget.Share> makeRoom) {}

    private final MxAnswer.Hosts hosts;
    private final ConnectionBudget.Share share;
    private final Shared shared;
    private final SmtpConnectionPool connections;
    private final ConnectionBudget.Claimant claimant;

    /** @param most connections at a time */
    DestinationLane(
            MxAnswer.Hosts hosts,
            Lane lane,
            int most,
            ConnectionBudget.Share share,
            SmtpSettings settings,
            Shared shared) {
        this.hosts = hosts;
        this.share = share;
        this.shared = shared;
        this.connections = new SmtpConnectionPool(most, SmtpTransport.mayPipelineMails(lane), settings, this);
        this.claimant =
                new ConnectionBudget.Claimant(share, lane == Lane.TRANSACTIONAL, this::open, this::waitedTooLong);
    }

    SmtpConnectionPool connections() {
        return connections;
    }

    @Override
    public void dial(SmtpConnectionPool lane) {
        if (shared.budget().claim(claimant)) {
            open();
        } else if (connections.closing()) {
            withdraw();
        } else {
            shared.makeRoom().accept(share);
        }
    }

    @Override
    public void ended() {
        shared.budget().release(claimant);
    }

    @Override
    public boolean wanted(int begun) {
        return shared.budget().wanted(claimant, begun);
    }

    /** Called when the lane is closing: it no longer waits for connections. */
    void withdraw() {
        for (int i = shared.budget().withdraw(claimant); i > 0; i--) {
            connections.failed(SmtpConnectionPool.closingFault());
        }
    }

    /** Deferred to the connection's event loop, since the code that granted the connection may be in any state. */
    private void open() {
        List<String> inTurn = hosts.inTurn(ThreadLocalRandom.current());
        new MxConnectAttempt(shared, inTurn, connections, this::notNeeded, this::failed).begin();
    }

    private void notNeeded() {
        shared.budget().release(claimant);
        connections.unneeded();
    }

    private void failed(Unreachable why) {
        shared.budget().release(claimant);
        connections.failed(why);
    }

    private void waitedTooLong() {
        Reply reply = new Reply(
                451,
                "4.3.2",
                "Postrider: no free connection within %s"
                        .formatted(hosts.all().get(0).name()));
        connections.failed(new Unreachable(reply.text(), reply));
    }
}
