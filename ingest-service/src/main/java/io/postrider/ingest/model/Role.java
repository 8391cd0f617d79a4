package io.postrider.ingest.model;

import java.util.Locale;

/** What a process of this service does ({@code postrider.roles}). */
public enum Role {
    /** Accepts mail, and publishes the outbox. */
    INTAKE,
    /** Serves people and back offices: status, suppressions, routes, dead letters, the audit. */
    CONTROL,
    /** Processes reports by mail servers, and suppresses bad domains. */
    FEEDBACK;

    /** The name in settings and problem documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
