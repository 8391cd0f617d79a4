package io.postrider.sender.model;

import io.postrider.queue.LaneCredits;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of sender-service, by step. */
@ConfigMapping(prefix = "postrider")
public interface SenderSettings {
    /** What is taken from the broker. */
    Receive receive();

    /** How much is delivered at a time. */
    Pace pace();

    /** Letters. */
    Compose compose();

    /** SMTP. */
    Deliver deliver();

    /** Outcomes and retries. */
    Settle settle();

    /** The routes. */
    Routes routes();

    /** The mailbox providers. */
    Sites sites();

    /** The return path of each delivery; ingest-service reads it when a bounce comes back. */
    Verp verp();

    interface Receive extends LaneCredits {
        @Override
        @WithDefault("4")
        int bulkCredit();
    }

    interface Pace {
        /** Mails of one batch in progress at the same time. */
        @WithDefault("64")
        int window();

        /** Outcomes that may wait for PostgreSQL before sending pauses. A crash repeats at most these. */
        @WithDefault("1000")
        int unsavedOutcomes();

        /** Batches slowed by the rate of their route, in addition to the lanes' credit. */
        @WithDefault("64")
        int slowBatches();

        /** After a provider throttled us: the part of the full rate by which the rate recovers in one step. */
        @WithDefault("0.1")
        double recoveryStep();

        /** Time between two such steps. */
        @WithDefault("1M")
        Duration recoveryEvery();
    }

    interface Compose {
        /** Memory for cached compiled contents, including attachments; divided as {@link #mailsInFlight}. */
        @WithDefault("64M")
        MemorySize cache();

        /**
         * Memory for the contents of batches in progress, including attachments; divided as {@link #mailsInFlight}. A batch with
         * another content waits.
         */
        @WithDefault("128M")
        MemorySize contentsInUse();

        /**
         * Memory for mails being composed or sent, over all batches: a quarter each for transactional and standard mail, the rest
         * for bulk. Further mails wait.
         */
        @WithDefault("64M")
        MemorySize mailsInFlight();

        /** The file of DKIM keys, see {@code infra/docs/configuration.md}; without it no mail is signed. */
        Optional<Path> dkim();

        /** How often the DKIM keys and their file are checked for changes. */
        @WithDefault("5s")
        Duration dkimLook();
    }

    interface Deliver {
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
        int lettersPerConnection();

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
            int letters();

            /** Part of them that must fail to open the breaker: no connection, a timeout, a 421, no TLS, no login. */
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

    interface Settle {
        /** Delays before the second, third, … attempt; the last one is doubled up to {@link #longestDelay}. */
        @WithDefault("1M,5M,15M,30M")
        List<Duration> delays();

        /** The delay before the second attempt of transactional mail; it is doubled until it meets {@link #delays}. */
        @WithDefault("15s")
        Duration transactionalDelay();

        /** The maximum delay before an attempt. */
        @WithDefault("4H")
        Duration longestDelay();

        /** Minimum delay of mail while no route is open; it grows the longer this lasts. */
        @WithDefault("5s")
        Duration shortestAway();

        /** Maximum of this delay. */
        @WithDefault("1M")
        Duration longestAway();
    }

    interface Routes {
        /** The routes file, see {@code infra/docs/configuration.md}. */
        @WithDefault("routes.yaml")
        Path file();

        /** How often the file is checked for changes. */
        @WithDefault("1s")
        Duration look();
    }

    interface Sites {
        /** A sites file, see {@code infra/docs/configuration.md}; its sites replace the shipped ones of the same name. */
        Optional<Path> file();
    }

    interface Verp {
        /** The domain of the return paths, whose MX leads to ingest-service's listener; without it mails bounce to their sender. */
        Optional<String> domain();

        /** Keys of at least 32 characters, the same as ingest-service's, separated by commas; the first one signs. A secret. */
        Optional<List<String>> keys();
    }
}
