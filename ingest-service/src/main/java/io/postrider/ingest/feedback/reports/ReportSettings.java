package io.postrider.ingest.feedback.reports;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Bounces and complaints by mail. */
@ConfigMapping(prefix = "postrider.report")
public interface ReportSettings {
    /** Enables the listener for bounces and complaints. It needs {@code postrider.verp.*}. */
    @WithDefault("false")
    boolean enabled();

    /** The address that the listener binds to. */
    @WithDefault("0.0.0.0")
    String host();

    /** The listener's port; the MX of the bounce domain must lead to it. */
    @WithDefault("2526")
    int port();

    /** The address to which feedback loops send complaints (RFC 5965); without it, none are accepted. */
    Optional<String> feedbackAddress();

    /** Simultaneous connections, each with a thread. When all are in use, an idle or slow one is closed with 421. */
    @WithDefault("50")
    int connections();

    /** Simultaneous connections of one client; a client is an IPv4 address or the /64 of an IPv6 address. */
    @WithDefault("10")
    int clientConnections();

    /** New connections of one client in a minute; a further one gets 421. */
    @WithDefault("300")
    int clientRate();

    /** Unknown recipients of one client in an hour, over all its connections; after that, the client gets 421. */
    @WithDefault("100")
    int clientUnknownRecipients();

    /** Bytes of mails of one client in a minute; above that, it gets 421 until the rate has dropped. */
    @WithDefault("32M")
    MemorySize clientBytes();

    /** Minimum rate of a mail's content in bytes per second, checked from the tenth second on. */
    @WithDefault("1K")
    MemorySize minimumRate();

    /**
     * Whether the proxies of {@code postrider.trusted-proxies} use the PROXY protocol, version 2, on this port. Its header
     * must then come first; it states the client to which the limits apply.
     */
    @WithDefault("false")
    boolean proxyProtocol();

    /**
     * The address that receives mail to {@code postmaster}, as an attachment; it must be of another domain. Without it such
     * mail is accepted, counted and dropped.
     */
    Optional<String> postmaster();

    /** Mails to {@code postmaster} accepted in an hour; a further one gets 450. */
    @WithDefault("60")
    int postmasterMails();

    /**
     * Bytes of one mail; a larger one is refused with 552. The first 256 KiB are kept and read: a bounce returns the whole mail behind
     * them. Mail to {@code postmaster} has no more.
     */
    @WithDefault("32M")
    MemorySize messageSize();

    /** Recipients of one mail; further ones get 452. */
    @WithDefault("10")
    int recipients();

    /** Idle timeout of a connection. */
    @WithDefault("1M")
    Duration idle();

    /** Maximum duration of a connection, however slowly its client sends. */
    @WithDefault("5M")
    Duration session();

    /**
     * The PEM file with the certificate chain of the listener; it enables STARTTLS. It is reloaded when it changes, like the
     * key.
     */
    Optional<String> tlsCertificate();

    /** The file with the private key of {@code postrider.report.tls-certificate}, as PEM without a password. */
    Optional<String> tlsKey();

    /**
     * Instead of both files, the name of a {@code quarkus.tls} configuration with a key pair, for formats other than PEM.
     */
    Optional<String> tls();
}
