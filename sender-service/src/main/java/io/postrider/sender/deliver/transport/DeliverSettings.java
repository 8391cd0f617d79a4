package io.postrider.sender.deliver.transport;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** SMTP. */
@ConfigMapping(prefix = "postrider.deliver")
public interface DeliverSettings {
    /** The name given in EHLO (RFC 5321, 4.1.1.1); the host name by default. */
    Optional<String> ehloName();

    /** How long the TCP connection may take, and also the TLS handshake. */
    @WithDefault("10s")
    Duration connectTimeout();

    /** How long a server may take to greet. RFC 5321, 4.5.3.2.1 requires 5 minutes. */
    @WithDefault("30s")
    Duration greetingTimeout();

    /**
     * How long a server may take to reply to a command. RFC 5321, 4.5.3.2 requires 5 minutes; longer waits occupy a
     * connection.
     */
    @WithDefault("60s")
    Duration replyTimeout();

    /**
     * How long a server may take to reply to a mail's content. RFC 5321, 4.5.3.2.6 requires 10 minutes; a shorter timeout
     * risks duplicates.
     */
    @WithDefault("5M")
    Duration dataTimeout();

    /** How long an unused connection stays open. */
    @WithDefault("15s")
    Duration idle();

    /** Mails over one connection before a new one is opened, so that a relay's load balancer can redistribute. */
    @WithDefault("1000")
    int mailsPerConnection();

    /** While a route cannot be reached, the time between two connection attempts. */
    @WithDefault("500ms")
    Duration reconnectPause();

    /** PEM file of the certificates to trust; those of the Java platform by default. */
    Optional<Path> trust();

    /**
     * Whether quarkus-mailer may send its password to a server that it does not verify; otherwise the sender does not
     * start.
     */
    @WithDefault("false")
    boolean allowPlaintextMailerLogin();

    /**
     * Permanent refusals in a row, without an accepted mail in between, after which a route, its mail of a From domain, or its
     * mail to a site is suspended until an operator resumes it; 0: never.
     */
    @WithDefault("5")
    int refusalsInARow();

    /** The circuit breaker of a route. */
    Breaker breaker();

    interface Breaker {
        /** Number of recent mails over which the failure rate is measured. */
        @WithDefault("20")
        int mails();

        /** Share of them that must fail to open the breaker: no connection, a timeout, a 421, no TLS, no login. */
        @WithDefault("0.5")
        double failures();

        /** How long the breaker stays open before probe mails try the route. */
        @WithDefault("5s")
        Duration open();

        /** Probe mails that must succeed to close it again. */
        @WithDefault("3")
        int probes();
    }
}
