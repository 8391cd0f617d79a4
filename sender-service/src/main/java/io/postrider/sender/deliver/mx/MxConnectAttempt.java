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
 * One attempt to open a connection to a destination: tries its hosts in order, and all addresses of each, until one
 * accepts us (RFC 5321, 5.1). Runs on one event loop, tries at most {@value #MOST_TRIES} servers and starts no try
 * after {@link #LONGEST}.
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
     * @param lane receives the opened connection
     * @param notNeeded called instead if no mail is waiting in the lane any more
     * @param failed called instead if no host accepted us; its reply counts as the destination's
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
            LOG.errorf(bug, "address lookup of %s failed", host);
            note(new Reply(451, "4.3.5", "Postrider: address lookup of %s failed".formatted(host)));
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
                // Retrying without TLS loses nothing: an attacker who can break the handshake could also have removed
                // STARTTLS from the server's offers.
                servers.addFirst(server.inPlainText());
            } else {
                note(reply(server, why));
            }
            goOn();
        });
    }

    /**
     * A permanent rejection may concern only one of several servers, or be temporary after all, so it does not bounce
     * the mail.
     */
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
