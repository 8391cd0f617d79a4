package io.postrider.e2e.kit;

/** Suppressed addresses at a server's domain. */
public final class Suppressions {
    private Suppressions() {}

    public static long of(MailServer server) {
        return number("select count(*) from suppression where email like '%@" + server.domain() + "'");
    }

    public static long of(MailServer server, String reason) {
        return number("select count(*) from suppression where origin = 'bounce' and reason = '" + reason
                + "' and email like '%@" + server.domain() + "'");
    }

    private static long number(String query) {
        return SharedSystem.get().number(query);
    }
}
