package io.postrider.routing;

import io.postrider.mail.Lane;
import io.postrider.mail.TestAddress;
import java.util.List;
import java.util.Set;

/**
 * A route: a mail server that relays mail, or the recipients' own mail servers.
 *
 * @param name its name in logs, metrics and the ledger
 * @param kind the protocol
 * @param host name or address of the server; null unless {@link Kind#SMTP}
 * @param port 1 to 65535
 * @param tls when the connection is encrypted
 * @param credentials what to authenticate with, or null
 * @param weight its share among the matching routes, from 0 (only if there is no other)
 * @param match the mail that it accepts
 * @param shaping its limits; {@link Shaping#maxConnections} is of one sender, over all lanes
 * @param siteLimits whether the limits of sites apply on this route; a relay usually enforces them itself
 * @param suspended whether the route is suspended and takes no mail
 */
public record Route(
        String name,
        Kind kind,
        String host,
        int port,
        Tls tls,
        Credentials credentials,
        int weight,
        Match match,
        Shaping shaping,
        boolean siteLimits,
        boolean suspended) {

    /** The only one of kind {@link Kind#TEST}. */
    public static final Route OF_TESTS = new Route(
            TestAddress.ROUTE,
            Kind.TEST,
            null,
            25,
            Tls.NONE,
            null,
            1,
            Match.EVERYTHING,
            new Shaping(1, 0, null, null),
            false,
            false);

    /**
     * Whether it accepts mail from a sender to a recipient. Mail to test addresses uses only their route, which accepts
     * no other mail.
     */
    public boolean takes(String senderDomain, String recipientDomain, Lane lane) {
        boolean toTest = TestAddress.DOMAIN.equals(recipientDomain);
        return toTest == (kind == Kind.TEST) && match.takes(senderDomain, recipientDomain, lane);
    }

    public enum Kind {
        /** Our own pipelined SMTP transport, for volume. */
        SMTP,
        /** The same client, to the mail servers of each recipient's domain (RFC 5321, 5.1). */
        MX,
        /** quarkus-mailer, configured by {@code quarkus.mailer.*}. */
        MAILER,
        /** Replies for the addresses of {@link TestAddress} without a server. Built in, never in a file. */
        TEST
    }

    /** RFC 3207 (STARTTLS) and RFC 8314 (implicit TLS). */
    public enum Tls {
        /** Never encrypted. */
        NONE,
        /** STARTTLS if offered, without verifying the certificate, as is usual between mail servers. */
        OPPORTUNISTIC,
        /** STARTTLS required, certificate verified. */
        STARTTLS,
        /** TLS from the first byte, certificate verified. */
        IMPLICIT;

        /** Whether the server's certificate is verified before anything is sent. */
        public boolean verified() {
            return this == STARTTLS || this == IMPLICIT;
        }
    }

    /** A SASL mechanism (RFC 4954, 4). */
    public enum Mechanism {
        /** RFC 4616. */
        PLAIN("PLAIN", false),
        /** Like PLAIN, in two steps; the only mechanism of some servers. */
        LOGIN("LOGIN", false),
        /** RFC 2195. */
        CRAM_MD5("CRAM-MD5", false),
        /** Google's and Microsoft's form of OAuth 2.0. */
        XOAUTH2("XOAUTH2", true),
        /** RFC 7628. */
        OAUTHBEARER("OAUTHBEARER", true);

        private final String saslName;
        private final boolean token;

        Mechanism(String saslName, boolean token) {
            this.saslName = saslName;
            this.token = token;
        }

        /** The mechanism's name in a server's offer. */
        public String saslName() {
            return saslName;
        }

        /** Whether it uses an access token (RFC 6749, 1.4) in place of a password. */
        public boolean token() {
            return token;
        }
    }

    /**
     * References, never the secrets themselves: {@code ${env:NAME}} or {@code ${file:/path}}.
     *
     * @param username reference or plain name
     * @param secret reference to the password or the access token; null with a command
     * @param command a program and its arguments that prints the access token; empty with a secret
     * @param mechanisms mechanisms to try, in order; at least one; all use a token, or none does
     * @param anyServer whether they may be sent to a server whose certificate was not verified, or without TLS
     */
    public record Credentials(
            String username, String secret, List<String> command, List<Mechanism> mechanisms, boolean anyServer) {
        /** The mechanisms for a password. The first one needs one round trip only. */
        public static final List<Mechanism> WITH_PASSWORD =
                List.of(Mechanism.PLAIN, Mechanism.LOGIN, Mechanism.CRAM_MD5);

        /** The mechanisms for an access token. */
        public static final List<Mechanism> WITH_TOKEN = List.of(Mechanism.XOAUTH2, Mechanism.OAUTHBEARER);

        /** For verified servers only. */
        public Credentials(String username, String password) {
            this(username, password, false);
        }

        /** With a password. */
        public Credentials(String username, String password, boolean anyServer) {
            this(username, password, List.of(), WITH_PASSWORD, anyServer);
        }
    }

    /**
     * What a route accepts; an empty set accepts everything.
     *
     * @param senderDomains domains of the sender's address, in lower case
     * @param recipientDomains domains of the recipient's address, in lower case
     * @param lanes lanes
     */
    public record Match(Set<String> senderDomains, Set<String> recipientDomains, Set<Lane> lanes) {
        public static final Match EVERYTHING = new Match(Set.of(), Set.of(), Set.of());

        public boolean takes(String senderDomain, String recipientDomain, Lane lane) {
            return (senderDomains.isEmpty() || senderDomains.contains(senderDomain))
                    && (recipientDomains.isEmpty() || recipientDomains.contains(recipientDomain))
                    && (lanes.isEmpty() || lanes.contains(lane));
        }
    }
}
