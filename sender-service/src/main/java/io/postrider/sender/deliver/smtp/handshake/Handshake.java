package io.postrider.sender.deliver.smtp.handshake;

import io.postrider.routing.Route.Tls;
import io.postrider.sender.deliver.smtp.dialogue.BrokenConnection;
import io.postrider.sender.deliver.smtp.dialogue.DialogueStep;
import io.postrider.sender.deliver.smtp.dialogue.ServerExtensions;
import io.postrider.sender.deliver.smtp.dialogue.SmtpWire;
import io.postrider.sender.deliver.transport.ReplyLines;
import io.postrider.sender.model.Handover.Unreachable;

/** The start of a session, from the greeting to where mails may be sent: EHLO, STARTTLS, EHLO again, AUTH. */
public final class Handshake {
    @FunctionalInterface
    public interface Failure {
        /** @param atTls whether the connection broke during or after STARTTLS; without TLS it might succeed */
        void failed(Unreachable why, boolean atTls);
    }

    @FunctionalInterface
    public interface Ready {
        /** @param afterTls whether the session is in plain text because TLS failed */
        void ready(ServerExtensions extensions, boolean afterTls);
    }

    private final SmtpWire wire;
    private final MailServer server;
    private final LoginSecrets secrets;
    private final String name;
    private final Ready ready;
    private final Failure failure;
    private boolean securing;
    private boolean afterTls;

    /** @param secrets null if the route has no credentials */
    public Handshake(
            SmtpWire wire, MailServer server, LoginSecrets secrets, String name, Ready ready, Failure failure) {
        this.wire = wire;
        this.server = server;
        this.secrets = secrets;
        this.name = name;
        this.ready = ready;
        this.failure = failure;
        this.afterTls = server.afterTls();
    }

    public void begin() {
        wire.onBroken(broken ->
                failure.failed(broken.unreachable(), securing && broken.cause() != BrokenConnection.Cause.TURNED_AWAY));
        wire.await(DialogueStep.GREETING, greeting -> {
            if (greeting.done()) {
                hello();
            } else {
                fail("the server rejected the connection", greeting);
            }
        });
    }

    private void hello() {
        wire.command("EHLO " + name, DialogueStep.EHLO, reply -> {
            if (reply.done()) {
                secure(ServerExtensions.of(reply));
            } else if (reply.code() >= 500) {
                oldHello();
            } else {
                fail("the server refused EHLO", reply);
            }
        });
    }

    /** RFC 5321, 3.2: the server does not support EHLO. */
    private void oldHello() {
        wire.command("HELO " + name, DialogueStep.EHLO, reply -> {
            if (reply.done()) {
                secure(ServerExtensions.NONE);
            } else {
                fail("the server refused HELO", reply);
            }
        });
    }

    private void secure(ServerExtensions extensions) {
        boolean wanted = !wire.encrypted() && (server.tls() == Tls.STARTTLS || server.tls() == Tls.OPPORTUNISTIC);
        if (wanted && extensions.startTls()) {
            startTls(extensions);
        } else if (wanted && server.tls() == Tls.STARTTLS) {
            fail("the server does not offer STARTTLS, which this route requires", null);
        } else {
            logIn(extensions);
        }
    }

    /**
     * Extensions offered in plain text are discarded after STARTTLS (RFC 3207, 4.2). If TLS is optional and the server
     * refuses it after all, the session continues without (RFC 3207, 4); a timeout or a closed connection counts as a
     * TLS failure.
     */
    private void startTls(ServerExtensions extensions) {
        securing = true;
        wire.command("STARTTLS", DialogueStep.STARTTLS, reply -> {
            if (reply.code() == 220) {
                wire.startTls(this::hello);
            } else if (reply.refused() && server.tls() == Tls.OPPORTUNISTIC) {
                securing = false;
                afterTls = true;
                logIn(extensions);
            } else {
                fail("the server refused STARTTLS", reply);
            }
        });
    }

    /**
     * Checked here as well as when the routes file is read: no path through the dialogue may send a password to an
     * unverified server.
     */
    private void logIn(ServerExtensions extensions) {
        if (secrets == null) {
            ready.ready(extensions, afterTls);
        } else if (!secrets.anyServer() && !(wire.encrypted() && server.tls().verified())) {
            fail("credentials are not sent to a server whose certificate was not verified", null);
        } else if (!wire.encrypted() && server.tls() != Tls.NONE) {
            fail("credentials are not sent without TLS, which the server does not offer", null);
        } else {
            new Login(wire, secrets, extensions, () -> ready.ready(extensions, afterTls), this::fail).begin();
        }
    }

    private void fail(String why, ReplyLines reply) {
        wire.close();
        failure.failed(
                reply == null
                        ? Unreachable.notSetUp(why)
                        : new Unreachable(why + ": " + reply.summary(), reply.reply()),
                false);
    }
}
