package io.postrider.ingest.feedback.reports.listener;

import io.postrider.ingest.feedback.reports.ReportMeters;
import io.postrider.ingest.web.ClientAddress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.subethamail.smtp.internal.proxy.ProxyHandler;
import org.subethamail.smtp.server.Session;

/**
 * Determines which client is connecting and whether to admit it. Called on each connection's thread before the
 * greeting.
 */
final class ClientAdmission implements ProxyHandler {
    private static final Logger LOG = Logger.getLogger(ClientAdmission.class);
    private static final int SERVICE_NOT_AVAILABLE = 421;

    /** How long a trusted proxy may take to state its client. */
    private static final Duration HEADER_TIME = Duration.ofSeconds(5);

    private final Predicate<InetAddress> trusted;
    private final boolean proxiesStateClients;
    private final ReportSessions visits;
    private final ReportMeters meters;

    /**
     * @param trusted whether a peer is one of our proxies; limits per client never apply to it
     * @param proxiesStateClients whether these proxies use the PROXY protocol
     */
    ClientAdmission(
            Predicate<InetAddress> trusted, boolean proxiesStateClients, ReportSessions visits, ReportMeters meters) {
        this.trusted = trusted;
        this.proxiesStateClients = proxiesStateClients;
        this.visits = visits;
        this.meters = meters;
    }

    @Override
    public ProxyResult handle(InputStream in, OutputStream out, Session session) throws IOException {
        MeteredSocket socket = (MeteredSocket) session.getSocket();
        Optional<ConnectionRefusal> refusal;
        try {
            InetAddress client = client(socket, in);
            refusal = visits.begin(session, trusted.test(client) ? null : ClientAddress.of(client));
        } catch (ProxyHeader.MalformedException | SocketTimeoutException e) {
            LOG.debugf("no PROXY header from %s: %s", socket.getInetAddress(), e.getMessage());
            refusal = Optional.of(ConnectionRefusal.PROXY_HEADER);
        }
        if (refusal.isEmpty()) {
            return ProxyResult.NOP;
        }
        meters.reportRefused(refusal.get().word());
        return new ProxyResult(SERVICE_NOT_AVAILABLE, refusal.get().text());
    }

    private InetAddress client(MeteredSocket socket, InputStream in) throws IOException {
        InetAddress peer = socket.getInetAddress();
        if (!proxiesStateClients || !trusted.test(peer)) {
            return peer;
        }
        int idle = socket.getSoTimeout();
        InetAddress client = ProxyHeader.read(new InTime(in, socket)).orElse(peer);
        socket.setSoTimeout(idle);
        return client;
    }

    /** Bytes that do not arrive in time are not read. */
    private static final class InTime extends FilterInputStream {
        private final MeteredSocket socket;
        private final long deadline = System.nanoTime() + HEADER_TIME.toNanos();

        InTime(InputStream in, MeteredSocket socket) {
            super(in);
            this.socket = socket;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new SocketTimeoutException("not within " + HEADER_TIME);
            }
            socket.setSoTimeout(Math.toIntExact(left));
            return super.read(bytes, from, length);
        }
    }
}
