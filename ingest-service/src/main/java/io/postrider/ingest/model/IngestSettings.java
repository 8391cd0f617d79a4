package io.postrider.ingest.model;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Configuration of ingest-service in addition to Quarkus' settings, by step. */
@ConfigMapping(prefix = "postrider")
public interface IngestSettings {

    /** An API key with all scopes, 16 to 256 characters. There is no default: a service without any key does not start. A secret. */
    Optional<String> apiKey();

    /** Further API keys by name, which may do less. A name has up to 32 letters and digits, in lower case; it is in the log. */
    Map<String, Key> apiKeys();

    /**
     * Addresses and ranges of proxies that are trusted to state a client's address, separated by commas, such as
     * {@code 10.0.0.0/8}.
     */
    Optional<List<String>> trustedProxies();

    /**
     * Simultaneous connections of one client to the API; a client is an IPv4 address or the /64 of an IPv6 address. Trusted
     * proxies are exempt. A further connection closes one without a call in progress.
     */
    @WithDefault("1000")
    int clientConnections();

    /** What this process does: some of {@code intake}, {@code control} and {@code feedback}, separated by commas. */
    @WithDefault("intake,control,feedback")
    Set<Role> roles();

    Submit submit();

    Accept accept();

    Status status();

    Dispatch dispatch();

    Verp verp();

    Report report();

    Dead dead();

    Audit audit();

    DomainSuppression domainSuppression();

    /** A further API key. */
    interface Key {
        /** What calls present as the bearer token, 16 to 256 characters. A secret. */
        String key();

        /** What it may do: some of {@code send}, {@code read}, {@code manage} and {@code operate}, separated by commas. */
        Set<String> scopes();
    }

    /** Reading and checking requests. */
    interface Submit {
        /**
         * Memory for the bodies of all calls, for received bytes and for parsed content; at least twice the largest body. When it
         * is full, the slowest body is dropped with 408; otherwise a further call gets 503, or 429 if its client uses three
         * quarters.
         */
        @WithDefault("128M")
        MemorySize bodiesInFlight();

        /** Minimum rate of a body in bytes per second, on average, checked from the tenth second on; a slower one gets 408. */
        @WithDefault("4K")
        MemorySize minimumRate();

        /** How long a body may take to arrive after the head of its call; then the call gets 408. */
        @WithDefault("60s")
        Duration bodyTimeout();

        /** Recipients of one message; at most 1,000. */
        @WithDefault("1000")
        int recipients();

        /** Messages of one call to {@code POST /v1/messages/batch}. */
        @WithDefault("500")
        int batchMessages();

        /** Recipients of one such call, over all its messages. */
        @WithDefault("10000")
        int batchRecipients();

        /** Characters of a template: the subject, the text, the HTML, a header's value; at most 1,048,576. */
        @WithDefault("1048576")
        int templateLength();

        /** Rendered size of all templates with tags for one recipient, in bytes of UTF-8; at most 4M. */
        @WithDefault("1M")
        MemorySize rendered();

        /** Bytes of one recipient's variables, as JSON; at most 32K. */
        @WithDefault("32K")
        MemorySize recipientVariables();

        /** Bytes of the variables that a message's recipients share, as JSON; at most 128K. */
        @WithDefault("128K")
        MemorySize sharedVariables();

        /** Further header fields of a message. */
        @WithDefault("50")
        int headers();

        /** Addresses for replies of a message. */
        @WithDefault("10")
        int replyTo();

        /** Tags of a message. */
        @WithDefault("20")
        int tags();

        /** Attachments of a message. */
        @WithDefault("20")
        int files();

        /** Total size of a message's attachments in bytes, decoded; at most 47M, and a body must hold their base64. */
        @WithDefault("15M")
        MemorySize attachments();

        /** Bodies of at least this many bytes are parsed on a worker thread, so that they do not hold up an event loop. */
        @WithDefault("64K")
        MemorySize workerFrom();
    }

    /**
     * Writing to PostgreSQL. One recipient, or one KiB if that is more, weighs one. Requests go in groups of their kind:
     * transactional ones, others, and heavy ones (from 100 on), so that none waits for those of another kind.
     */
    interface Accept {
        /** The weight at which a transaction takes no further request. */
        @WithDefault("2000")
        int groupWeight();

        /** Simultaneous transactions for one kind of requests. Further requests are grouped meanwhile. */
        @WithDefault("1")
        int groupsUnderWay();

        /** The weight of the requests of one kind that may wait for a transaction; a further request gets 503. */
        @WithDefault("10000")
        int waitingWeight();

        /**
         * How long a request may wait for a transaction, estimated from recent ones of its kind; if the estimate is longer, the
         * request gets 503 at once. So do all requests while a transaction takes twice as long, and those that have waited twice
         * as long.
         */
        @WithDefault("2s")
        Duration longestWait();

        /** How long a transaction may take, including the wait for a connection, before its requests get 503. */
        @WithDefault("5s")
        Duration timeout();

        /** How long an Idempotency-Key is remembered. */
        @WithDefault("24h")
        Duration keysKept();
    }

    /** Queries about messages. */
    interface Status {
        /** Deliveries, events or dead letters of one page at most; the default of a call is 100. */
        @WithDefault("500")
        int page();
    }

    /** Publishing what was accepted. Each lane has its own window, queue and poll. */
    interface Dispatch {
        /** Publishes of one lane that wait for their settlement at the same time; a batch counts one for each 64 KiB begun. */
        @WithDefault("256")
        int window();

        /** Batches of one lane that are queued in memory after their commit; the poller takes the others from the outbox. */
        @WithDefault("5000")
        int handedOver();

        /**
         * How long a batch belongs to the process that took it. After a crash, other processes take it when the lease ends. Must
         * be longer than {@code postrider.broker.publish-timeout}.
         */
        @WithDefault("10s")
        Duration lease();

        /** How often the poller looks for due batches: scheduled ones, and those left by a crash or a broker outage. */
        @WithDefault("500ms")
        Duration poll();

        /** Maximum number of batches that one poll takes. */
        @WithDefault("256")
        int page();

        /** How long a shutdown waits for publishes in progress. */
        @WithDefault("8s")
        Duration grace();
    }

    /** The return path of each delivery; sender-service writes it, ingest-service reads it. */
    interface Verp {
        /** The domain of the return paths; its MX must lead to {@code postrider.report.port}. */
        Optional<String> domain();

        /**
         * Keys of at least 32 characters, separated by commas. The first one signs; keep a replaced key after it as long as its
         * mails may bounce. A secret.
         */
        Optional<List<String>> keys();
    }

    /** Bounces and complaints by mail. */
    interface Report {
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

    /** Dead letters. */
    interface Dead {
        /** Maximum dead letters that wait for a decision; more stay on the broker. The same number of decided ones is kept. */
        @WithDefault("10000")
        int kept();
    }

    /** The audit. */
    interface Audit {
        /** How often an audit updates the gauges, less often if it takes over a twentieth of that; {@code 0s} for never. */
        @WithDefault("60s")
        Duration every();

        /** How long an audit may take in PostgreSQL, where it reads all deliveries. */
        @WithDefault("30s")
        Duration timeout();

        /** How long an answer is cached, instead of another read of all deliveries. */
        @WithDefault("5s")
        Duration answerKept();
    }

    /** Suppressing domains that do not exist or take no mail. */
    interface DomainSuppression {
        /** Failures without a success in between after which a domain is suppressed; several within one hour count once. */
        @WithDefault("3")
        int failures();

        /** Minimum time between the first and the last of these failures. */
        @WithDefault("72h")
        Duration period();
    }
}
