package io.postrider.sender.deliver.smtp.dialogue;

import io.postrider.sender.deliver.transport.DeliverSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Behaviour of the {@code smtp} transport on all routes.
 *
 * @param name our name in EHLO: a host name, or an address in brackets (RFC 5321, 4.1.3)
 * @param timeouts how long each stage may take
 * @param idle how long an idle connection is kept
 * @param mailsPerConnection mails after which a connection is closed with QUIT, so that load spreads over the servers
 *     behind one name; at least 1
 * @param reconnectPause time between two attempts while connecting fails; mails that arrive meanwhile are answered
 *     immediately
 * @param trust PEM file of the certificates to trust, or null for those of the JVM
 */
public record SmtpSettings(
        String name, Timeouts timeouts, Duration idle, int mailsPerConnection, Duration reconnectPause, Path trust) {

    /**
     * Shorter than RFC 5321, 4.5.3.2 recommends, since another route may be free; except for the end of data, where
     * giving up early would send the mail twice (RFC 1047).
     *
     * @param connect TCP connection and TLS handshake, each (the RFC gives none)
     * @param greeting from the connection to 220 (5 minutes)
     * @param command EHLO, AUTH, MAIL, RCPT, DATA and others, each (2 to 5 minutes)
     * @param dataBlock for sending 64 KiB of the mail (3 minutes)
     * @param endOfData from the final dot to the reply (10 minutes)
     */
    public record Timeouts(
            Duration connect, Duration greeting, Duration command, Duration dataBlock, Duration endOfData) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5));
    }

    public static final SmtpSettings DEFAULT = new SmtpSettings(
            "localhost", Timeouts.DEFAULT, Duration.ofSeconds(15), 1_000, Duration.ofMillis(500), null);

    public SmtpSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(timeouts, "timeouts");
        if (mailsPerConnection < 1) {
            throw new IllegalArgumentException("mailsPerConnection must be 1 or more, not " + mailsPerConnection);
        }
    }

    /** Blocks on name resolution if no name is set. */
    public static SmtpSettings of(DeliverSettings deliver) {
        Timeouts timeouts = new Timeouts(
                deliver.connectTimeout(),
                deliver.greetingTimeout(),
                deliver.replyTimeout(),
                deliver.replyTimeout(),
                deliver.dataTimeout());
        return new SmtpSettings(
                deliver.ehloName().orElseGet(SmtpSettings::hostName),
                timeouts,
                deliver.idle(),
                deliver.mailsPerConnection(),
                deliver.reconnectPause(),
                deliver.trust().orElse(null));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** @param mails 0 to keep the current number */
    public SmtpSettings withMailsPerConnection(int mails) {
        return mails == 0 ? this : new SmtpSettings(name, timeouts, idle, mails, reconnectPause, trust);
    }

    public SmtpSettings withReconnectPause(Duration pause) {
        return new SmtpSettings(name, timeouts, idle, mailsPerConnection, pause, trust);
    }
}
