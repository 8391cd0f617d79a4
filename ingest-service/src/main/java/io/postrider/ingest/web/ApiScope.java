package io.postrider.ingest.web;

import java.util.List;

/** What a key allows: the roles that resources require with {@code @RolesAllowed}. */
public final class ApiScope {
    /** Submit messages and cancel them. */
    public static final String SEND = "send";

    /** Read messages, deliveries, events and suppressions. */
    public static final String READ = "read";

    /** Change the content and the permitted recipients of mail: templates, lists, suppressions. */
    public static final String MANAGE = "manage";

    /** Run the system: routes, dead letters, the audit, refills. */
    public static final String OPERATE = "operate";

    public static final List<String> ALL = List.of(SEND, READ, MANAGE, OPERATE);

    private ApiScope() {}
}
