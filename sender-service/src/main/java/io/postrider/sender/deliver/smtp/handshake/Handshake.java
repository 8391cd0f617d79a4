package io.postrider.sender.deliver.smtp.handshake;

import io.postrider.routing.Route.Tls;
import io.postrider.sender.deliver.smtp.dialogue.BrokenConnection;
import io.postrider.sender.deliver.smtp.dialogue.DialogueStep;
import io.postrider.sender.deliver.smtp.dialogue.ServerExtensions;
import io.postrider.sender.deliver.smtp.dialogue.SmtpWire;
import io.postrider.sender.deliver.transport.ReplyLines;
import io.postrider.sender.model.Handover.Unreachable;

/** From the greeting to where mails may be sent: EHLO, STARTTLS, EHLO again, AUTH. */
public final class Handshake {
    @FunctionalInterface
    public interface Failure {
        /** @param atTls whether the connection broke while or after it was to be encrypted; it might do without */
        void failed(Unreachable why, boolean atTls);
    }

    @FunctionalInterface
    public interface Ready {
        /** @param afterTls whether the session is in plain text, as TLS failed */
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

    /** @param secrets null where the route has no credentials */
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
                fail("the server turned us away", greeting);
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

    /** RFC 5321, 3.2: a server that does not know EHLO. */
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
            fail("the server offers no STARTTLS, which this route asks for", null);
        } else {
            logIn(extensions);
        }
    }

    /**
     * Offers made in plain text are discarded under TLS (RFC 3207, 4.2). If TLS is optional and the server refuses it after all,
     * the session goes on without (RFC 3207, 4); silence, or an end, is a failure of TLS.
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
     * Also here, not only where the routes file is read: no path through the dialogue may send a password to an unverified server.
     */
    private void logIn(ServerExtensions extensions) {
        if (secrets == null) {
            ready.ready(extensions, afterTls);
        } else if (!secrets.anyServer() && !(wire.encrypted() && server.tls().verified())) {
            fail("credentials are not sent to a server that was not verified by TLS", null);
        } else if (!wire.encrypted() && server.tls() != Tls.NONE) {
            fail("credentials are not sent over a connection without TLS, and the server offers none", null);
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
