package io.postrider.ingest;

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
     * Connections to the API at the same time of one client, which is an IPv4 address or the /64 of an IPv6 address, trusted proxies
     * apart. For one beyond another one is closed on which no call is under way.
     */
    @WithDefault("1000")
    int clientConnections();

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
         * Memory for the bodies of all calls, for their bytes that have come and for what is read of them; at least twice the
         * largest body. The body that comes most slowly makes room, with 408; else a call beyond is answered 503, or 429 if its
         * client has three quarters.
         */
        @WithDefault("128M")
        MemorySize bodiesInFlight();

        /** Bytes in a second that a body must come with, on average and after 10 seconds at any rate; else it is answered 408. */
        @WithDefault("4K")
        MemorySize minimumRate();

        /** How long a body may take to come after the head of its call; then it is answered 408. */
        @WithDefault("60s")
        Duration bodyTimeout();

        /** Recipients of one message; at most 1,000. */
        @WithDefault("1000")
        int recipients();

        /** Messages of one call to {@code POST /v1/messages/batch}. */
        @WithDefault("500")
        int batchMessages();

        /** Recipients of one such call, all its messages together. */
        @WithDefault("10000")
        int batchRecipients();

        /** Characters of a template: the subject, the text, the HTML, a header's value; at most 1,048,576. */
        @WithDefault("1048576")
        int templateLength();

        /** Bytes of what the templates with tags render together for one recipient, as UTF-8; at most 4M. */
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

        /** Bytes of a message's attachments together, after base64 is taken off; at most 47M, and a body must hold their base64. */
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

        /** Transactions of one kind of requests under way at the same time. A further group gathers meanwhile. */
        @WithDefault("1")
        int groupsUnderWay();

        /** The weight of the requests of one kind that may wait for a transaction; a request beyond is answered 503. */
        @WithDefault("10000")
        int waitingWeight();

        /**
         * How long a request may have to wait for a transaction, by how long those of its kind took lately; otherwise it is
         * answered 503 at once. So are all while a transaction takes twice as long, and those that have waited twice as long.
         */
        @WithDefault("2s")
        Duration longestWait();

        /** How long a transaction may take, the wait for a connection included, before its requests are answered 503. */
        @WithDefault("5s")
        Duration timeout();

        /** How long an Idempotency-Key is remembered. */
        @WithDefault("24h")
        Duration keysKept();
    }

    /** Queries about messages. */
    interface Status {
        /** Deliveries, events or dead letters of one page at most; a call gets 100 unless it asks for more or fewer. */
        @WithDefault("500")
        int page();
    }

    /** Publishing what was accepted. Each lane has its own window, queue and poll. */
    interface Dispatch {
        /** Publishes of one lane that wait for their settlement at the same time; a batch counts one for each 64 KiB begun. */
        @WithDefault("256")
        int window();

        /** Batches of one lane that are handed over in memory after their commit; what does not fit is left to the poll. */
        @WithDefault("5000")
        int handedOver();

        /**
         * How long a batch belongs to the process that took it. After a crash others take it when this has passed. Must
         * be longer than {@code postrider.broker.publish-timeout}.
         */
        @WithDefault("10s")
        Duration lease();

        /** How often due batches are looked for: scheduled ones, leftovers of a crash or of a broker outage. */
        @WithDefault("500ms")
        Duration poll();

        /** Batches that one look takes at most. */
        @WithDefault("256")
        int page();

        /** How long a shutdown waits for the publishes under way. */
        @WithDefault("8s")
        Duration grace();
    }

    /** The return path of each delivery; sender-service writes it, ingest-service reads it. */
    interface Verp {
        /** The domain of the return paths, whose MX leads to {@code postrider.report.port}. */
        Optional<String> domain();

        /**
         * Keys of at least 32 characters, separated by commas. The first one signs; a key that was replaced stays behind it for
         * as long as its mails may bounce. A secret.
         */
        Optional<List<String>> keys();
    }

    /** Taking bounces and complaints that come back by mail. */
    interface Report {
        /** Whether there is a listener. It needs {@code postrider.verp.*}. */
        @WithDefault("false")
        boolean enabled();

        /** The address that the listener binds to. */
        @WithDefault("0.0.0.0")
        String host();

        /** The listener's port; the MX of the bounce domain must lead to it. */
        @WithDefault("2526")
        int port();

        /** Where feedback loops send complaints to (RFC 5965); none are taken without it. */
        Optional<String> feedbackAddress();

        /** Connections at the same time, a thread each. When all are taken, one that is idle or slow makes room, with 421. */
        @WithDefault("50")
        int connections();

        /** Connections at the same time of one client, which is an IPv4 address or the /64 of an IPv6 address. */
        @WithDefault("10")
        int clientConnections();

        /** New connections of one client in a minute; one beyond is answered 421. */
        @WithDefault("300")
        int clientRate();

        /** Unknown recipients of one client in an hour, over all its connections; then all it brings is answered 421. */
        @WithDefault("100")
        int clientUnknownRecipients();

        /** Bytes of mails of one client in a minute; then it is answered 421 until less has come. */
        @WithDefault("32M")
        MemorySize clientBytes();

        /** Bytes in a second that the content of a mail must come with, after 10 seconds at any rate. */
        @WithDefault("1K")
        MemorySize minimumRate();

        /**
         * Whether those of {@code postrider.trusted-proxies} that connect here speak the PROXY protocol, version 2. Its header
         * must come first then, and states the client that the limits are for.
         */
        @WithDefault("false")
        boolean proxyProtocol();

        /**
         * Who reads what is sent to {@code postmaster}: one address of another domain, to which it is handed on as an attachment.
         * Without it such mail is taken, counted and dropped.
         */
        Optional<String> postmaster();

        /** Mails to {@code postmaster} that are taken in an hour; one beyond is answered 450. */
        @WithDefault("60")
        int postmasterMails();

        /** Bytes of one mail; a larger one is refused with 552. */
        @WithDefault("256K")
        MemorySize messageSize();

        /** Recipients of one mail; more are answered 452. */
        @WithDefault("10")
        int recipients();

        /** How long a client may say nothing. */
        @WithDefault("1M")
        Duration idle();

        /** How long a connection may last in all, however slowly its client sends. */
        @WithDefault("5M")
        Duration session();

        /**
         * The file with the certificate of the listener and those that it was signed with, as PEM; STARTTLS is offered with it. It
         * is read again when it changes, like the key.
         */
        Optional<String> tlsCertificate();

        /** The file with the private key of {@code postrider.report.tls-certificate}, as PEM without a password. */
        Optional<String> tlsKey();

        /**
         * In place of both files, the name of a {@code quarkus.tls} configuration with a key pair, for other formats than PEM.
         */
        Optional<String> tls();
    }

    /** Dead letters. */
    interface Dead {
        /** Dead letters that may wait for a decision; more stay on the broker. As many decided ones are remembered. */
        @WithDefault("10000")
        int kept();
    }

    /** The audit. */
    interface Audit {
        /** How often an audit updates the gauges, less often if it takes over a twentieth of that; {@code 0s} for never. */
        @WithDefault("60s")
        Duration every();

        /** How long it may take in PostgreSQL, where it reads all deliveries. */
        @WithDefault("30s")
        Duration timeout();

        /** How long an answer is cached, instead of another read of all deliveries. */
        @WithDefault("5s")
        Duration answerKept();
    }

    /** Suppressing domains that do not exist or take no mail. */
    interface DomainSuppression {
        /** Failures without a success in between after which a domain is suppressed; those of one hour count once. */
        @WithDefault("3")
        int failures();

        /** The time from the first of them to the last one, at least. */
        @WithDefault("72h")
        Duration period();
    }
}
