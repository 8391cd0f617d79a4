package io.postrider.ingest.model;

import java.util.Locale;

/** What a process of this service does ({@code postrider.roles}). */
public enum Role {
    /** Accepts mail, and publishes the outbox. */
    INTAKE,
    /** Answers people and back offices: status, suppressions, routes, dead letters, the audit. */
    CONTROL,
    /** Takes what mail servers report, and suppresses bad domains. */
    FEEDBACK;

    /** As settings and problem documents write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
