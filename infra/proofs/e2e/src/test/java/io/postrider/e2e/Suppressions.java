package io.postrider.e2e;

/** Suppressed addresses at a server's domain. */
final class Suppressions {
    private Suppressions() {}

    static long of(MailServer server) {
        return number("select count(*) from suppression where email like '%@" + server.domain() + "'");
    }

    static long of(MailServer server, String reason) {
        return number("select count(*) from suppression where origin = 'bounce' and reason = '" + reason
                + "' and email like '%@" + server.domain() + "'");
    }

    private static long number(String query) {
        return SharedSystem.get().number(query);
    }
}
