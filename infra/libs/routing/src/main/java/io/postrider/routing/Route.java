package io.postrider.routing;

import io.postrider.mail.Lane;
import io.postrider.mail.TestAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A route: a mail server that relays mail, or the recipients' own mail servers. Each kind has only the values that it
 * needs; {@link RouteOptions} are those that all kinds have.
 */
public sealed interface Route permits SmtpRoute, MxRoute, MailerRoute, TestRoute {
    RouteOptions options();

    /**
     * Whether all its mail goes to one server. Otherwise the failure of one recipient's server is not the route's
     * fault.
     */
    boolean smartHost();

    /** Whether a connection of the other route, an earlier version of this one, may stay in use. */
    boolean sharesConnectionsWith(Route other);

    /** Calls the function for its kind. A new kind does not compile until each caller handles it. */
    <T> T fold(
            Function<SmtpRoute, T> smtp,
            Function<MxRoute, T> mx,
            Function<MailerRoute, T> mailer,
            Function<TestRoute, T> test);

    default String name() {
        return options().name();
    }

    default int weight() {
        return options().weight();
    }

    default Match match() {
        return options().match();
    }

    default Shaping shaping() {
        return options().shaping();
    }

    default boolean siteLimits() {
        return options().siteLimits();
    }

    default boolean suspended() {
        return options().suspended();
    }

    /** Whether it accepts mail from a sender to a recipient. Test addresses have a separate route. */
    default boolean takes(String senderDomain, String recipientDomain, Lane lane) {
        return !TestAddress.DOMAIN.equals(recipientDomain) && match().takes(senderDomain, recipientDomain, lane);
    }

    /** RFC 3207 (STARTTLS) and RFC 8314 (implicit TLS). */
    enum Tls {
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
    enum Mechanism {
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
     * @param mechanisms mechanisms to try, in order; at least one, all with a token or none
     * @param anyServer whether they may be sent to a server whose certificate was not verified, or without TLS
     */
    record Credentials(
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
    record Match(Set<String> senderDomains, Set<String> recipientDomains, Set<Lane> lanes) {
        public static final Match EVERYTHING = new Match(Set.of(), Set.of(), Set.of());

        public boolean takes(String senderDomain, String recipientDomain, Lane lane) {
            return (senderDomains.isEmpty() || senderDomains.contains(senderDomain))
                    && (recipientDomains.isEmpty() || recipientDomains.contains(recipientDomain))
                    && (lanes.isEmpty() || lanes.contains(lane));
        }
    }
}
