package io.postrider.sender.deliver.smtp;

import io.postrider.names.KnownAddresses;
import io.postrider.routing.Route.Tls;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.deliver.smtp.dialogue.SmtpWire;
import io.postrider.sender.deliver.smtp.handshake.Handshake;
import io.postrider.sender.deliver.smtp.handshake.LoginSecrets;
import io.postrider.sender.deliver.smtp.handshake.MailServer;
import io.postrider.sender.deliver.smtp.pool.SmtpConnection;
import io.postrider.sender.deliver.smtp.pool.SmtpConnectionPool;
import io.postrider.sender.deliver.transport.FailureReason;
import io.postrider.sender.model.Handover.Unreachable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import org.jboss.logging.Logger;

/** Opens connections to mail servers. */
public final class SmtpConnector {
    private static final Logger LOG = Logger.getLogger(SmtpConnector.class);

    private final Vertx vertx;
    private final SmtpSettings settings;
    private final NetClient client;
    private final KnownAddresses addresses;

    /** @param tls the TLS mode of the connections */
    public SmtpConnector(Vertx vertx, Tls tls, SmtpSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.client = vertx.createNetClient(options(tls, settings));
        this.addresses = new KnownAddresses(vertx);
    }

    /**
     * Each connection gets a new event loop, so that load spreads over the cores, and does not inherit the context of the mail
     * that requested it.
     */
    public Context context() {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    /**
     * Connects and runs the handshake, on the context. A ready connection is passed to the lane.
     *
     * @param secrets null for no login
     */
    public void connect(
            Context context,
            MailServer server,
            LoginSecrets secrets,
            SmtpConnectionPool lane,
            Handshake.Failure failure) {
        addresses
                .of(server.address())
                .onComplete(found -> context.runOnContext(go -> {
                    if (found.failed()) {
                        failure.failed(unreachable(server, found.cause()), false);
                    } else if (lane.closing()) {
                        // The client may have been closed meanwhile.
                        failure.failed(SmtpConnectionPool.closingFault(), false);
                    } else {
                        connect(found.result(), context, server, secrets, lane, failure);
                    }
                }));
    }

    private void connect(
            SocketAddress address,
            Context context,
            MailServer server,
            LoginSecrets secrets,
            SmtpConnectionPool lane,
            Handshake.Failure failure) {
        client.connect(address)
                .onSuccess(socket -> greet(context, socket, server, secrets, lane, failure))
                .onFailure(e -> failure.failed(unreachable(server, e), false));
    }

    private static Unreachable unreachable(MailServer server, Throwable failure) {
        LOG.debugf("no connection to %s (%s): %s", server.name(), server.address(), failure);
        return new Unreachable("no connection to %s: %s".formatted(server.name(), FailureReason.reason(failure)), null);
    }

    public Future<Void> close() {
        return client.close();
    }

    private void greet(
            Context context,
            NetSocket socket,
            MailServer server,
            LoginSecrets secrets,
            SmtpConnectionPool lane,
            Handshake.Failure failure) {
        SmtpWire wire = new SmtpWire(vertx, socket, settings.timeouts());
        Handshake.Ready ready = (extensions, afterTls) ->
                lane.opened(new SmtpConnection(context, wire, extensions, afterTls, lane, lane.settings()));
        new Handshake(wire, server, secrets, settings.name(), ready, failure).begin();
    }

    private static NetClientOptions options(Tls tls, SmtpSettings settings) {
        boolean checked = tls.verified();
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout((int) settings.timeouts().connect().toMillis())
                .setSslHandshakeTimeout(settings.timeouts().connect().toSeconds() + 1)
                .setTcpKeepAlive(true)
                .setSsl(tls == Tls.IMPLICIT)
                .setTrustAll(!checked)
                .setHostnameVerificationAlgorithm(checked ? "HTTPS" : "");
        if (checked && settings.trust() != null) {
            options.setTrustOptions(
                    new PemTrustOptions().addCertPath(settings.trust().toString()));
        }
        return options;
    }
}
