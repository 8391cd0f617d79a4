package io.postrider.ingest.feedback.reports.listener;

import java.util.Locale;

/**
 * Why a connection is refused or closed. Each reason is answered with 421 and has a separate tag in the counter of
 * refusals.
 */
enum ConnectionRefusal {
    /** All slots are taken by active connections. */
    CONNECTIONS("4.3.2 Too many connections, try again later"),
    /** This client has reached its maximum. */
    CLIENT_CONNECTIONS("4.7.0 Too many connections from your address"),
    CLIENT_RATE("4.7.0 Too many new connections from your address, try again later"),
    CLIENT_GUESSES("4.7.0 Too many unknown recipients from your address, try again later"),
    CLIENT_BYTES("4.7.0 Too much mail from your address, try again later"),
    /** A trusted proxy did not state its client, or not in the required form. */
    PROXY_HEADER("4.3.2 A header of the PROXY protocol, version 2, must come first");

    private final String text;

    ConnectionRefusal(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** The tag of its counter. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
