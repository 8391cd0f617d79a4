package io.postrider.sender.deliver.mx;

import io.postrider.dns.HostAddresses;
import io.postrider.routing.Route.Tls;
import io.postrider.sender.deliver.smtp.handshake.MailServer;
import io.postrider.sender.deliver.smtp.pool.SmtpConnectionPool;
import io.postrider.sender.model.Handover.Unreachable;
import io.postrider.sender.model.Reply;
import io.vertx.core.Context;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One try to open a connection to a destination: its hosts in their order, the addresses of each, until one lets us in (RFC
 * 5321, 5.1). All on one event loop. It tries at most {@value #MOST_TRIES} servers, and begins none after {@link #LONGEST}.
 */
final class MxConnectAttempt {
    private static final Logger LOG = Logger.getLogger(MxConnectAttempt.class);
    static final int MOST_TRIES = 8;
    static final Duration LONGEST = Duration.ofSeconds(60);

    private final DestinationLane.Shared shared;
    private final Context context;
    private final SmtpConnectionPool lane;
    private final Runnable notNeeded;
    private final Consumer<Unreachable> failed;

    private final Deque<String> hosts;
    private final Deque<MailServer> servers = new ArrayDeque<>();
    private final long begin = System.nanoTime();
    private int tries;
    private Reply fault;

    /**
     * @param lane is given the connection that was opened
     * @param notNeeded called instead of the lane, when no mail waits there any more
     * @param failed called instead of the lane, when no host let us in; its reply counts as the destination's
     */
    MxConnectAttempt(
            DestinationLane.Shared shared,
            List<String> hosts,
            SmtpConnectionPool lane,
            Runnable notNeeded,
            Consumer<Unreachable> failed) {
        this.shared = shared;
        this.context = shared.connector().context();
        this.hosts = new ArrayDeque<>(hosts);
        this.lane = lane;
        this.notNeeded = notNeeded;
        this.failed = failed;
    }

    void begin() {
        context.runOnContext(now -> {
            if (lane.closing() || lane.waiting() == 0) {
                notNeeded.run();
            } else {
                goOn();
            }
        });
    }

    private void goOn() {
        boolean over = lane.closing() || tries >= MOST_TRIES || System.nanoTime() - begin > LONGEST.toNanos();
        if (!over && !servers.isEmpty()) {
            tries++;
            attempt(servers.poll());
        } else if (!over && !hosts.isEmpty()) {
            String host = hosts.poll();
            shared.lookup()
                    .addresses(host)
                    .whenComplete((addresses, bug) -> context.runOnContext(now -> take(host, addresses, bug)));
        } else if (fault == null) {
            failed.accept(SmtpConnectionPool.closingFault());
        } else {
            failed.accept(new Unreachable(fault.text(), fault));
        }
    }

    private void take(String host, HostAddresses addresses, Throwable bug) {
        if (bug != null) {
            LOG.errorf(bug, "the addresses of %s were not looked up", host);
            note(new Reply(451, "4.3.5", "Postrider: the addresses of %s were not looked up".formatted(host)));
        } else if (addresses.refused()) {
            note(new Reply(554, "5.4.4", "Postrider: " + addresses.why()));
        } else if (addresses.all().isEmpty()) {
            note(new Reply(451, "4.4.3", "Postrider: " + addresses.why()));
        }
        if (bug == null) {
            for (InetAddress address : addresses.all()) {
                servers.add(MailServer.of(
                        host, address, shared.route().port(), shared.route().tls()));
            }
        }
        goOn();
    }

    private void attempt(MailServer server) {
        shared.connector().connect(context, server, null, lane, (why, atTls) -> {
            if (atTls && server.tls() == Tls.OPPORTUNISTIC) {
                // An attacker who can break TLS could also have removed it from the server's offers.
                servers.addFirst(server.inPlainText());
            } else {
                note(reply(server, why));
            }
            goOn();
        });
    }

    /** A permanent rejection may concern only this one of several servers, or be temporary: it is not yet a bounce. */
    private static Reply reply(MailServer server, Unreachable why) {
        if (why.reply() != null && !why.reply().positive() && !why.reply().permanent()) {
            return why.reply();
        }
        String prefix = "no connection to " + server.name();
        String text = why.why().startsWith(prefix) ? why.why() : prefix + ": " + why.why();
        return new Reply(451, "4.4.1", "Postrider: " + text);
    }

    /** A server's reply takes precedence over a failed connection, and a temporary failure over a permanent one. */
    private void note(Reply next) {
        boolean better = fault == null || fault.permanent() || (ours(fault) && !ours(next) && !next.permanent());
        if (better) {
            fault = next;
        }
    }

    private static boolean ours(Reply reply) {
        return reply.text().startsWith("Postrider: ");
    }
}
