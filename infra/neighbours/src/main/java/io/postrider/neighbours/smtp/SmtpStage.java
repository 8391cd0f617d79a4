package io.postrider.neighbours.smtp;

/** The stages of the dialogue at which a {@link Script} is called. */
public enum SmtpStage {
    /** A client has connected (under implicit TLS: after the handshake). */
    GREETING,
    /** EHLO or HELO; which of them is in {@link ScriptContext#line}. */
    EHLO,
    STARTTLS,
    AUTH,
    MAIL,
    RCPT,
    /** The DATA command, before 354. */
    DATA,
    /** The whole mail has been read; the listener has not been called yet. */
    END_OF_DATA,
    RSET,
    QUIT
}
