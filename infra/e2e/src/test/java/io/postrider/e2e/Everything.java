package io.postrider.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.local.smtp.ReceivedMail;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** The packaged system, started once for all scenarios, and the mails that arrive at its sink, by recipient. */
final class Everything {
    private static Everything only;

    private final LocalSystem system;
    private final Api api;
    private final Map<String, List<ReceivedMail>> mails = new ConcurrentHashMap<>();

    private Everything() {
        Path directory = Path.of("target", "system").toAbsolutePath();
        system = LocalSystem.start(LocalSettings.in(directory)
                .fresh(true)
                .withProgress(System.out::println)
                .withProperty("router", "postrider.routes.look", "100ms")
                .withProperty("sender", "postrider.routes.look", "100ms")
                .withProperty("sender", "postrider.settle.delays", "1s,2s,5s")
                .withProperty("sender", "postrider.settle.transactional-delay", "1s")
                .withProperty("sender", "postrider.settle.shortest-away", "1s")
                .withProperty("sender", "postrider.settle.longest-away", "2s")
                .withProperty("sender", "postrider.deliver.breaker.open", "1s")
                .withProperty("sender", "postrider.deliver.greeting-timeout", "4s")
                .withProperty("sender", "postrider.deliver.reply-timeout", "4s")
                .withProperty("sender", "postrider.deliver.data-timeout", "4s"));
        system.sink().onMail(this::take);
        api = new Api(system.ingest(), system.apiKey());
    }

    static synchronized Everything get() {
        if (only == null) {
            only = new Everything();
        }
        return only;
    }

    private void take(ReceivedMail mail) {
        mail.recipients()
                .forEach(recipient -> mails.computeIfAbsent(recipient, first -> new CopyOnWriteArrayList<>())
                        .add(mail));
    }

    LocalSystem system() {
        return system;
    }

    Api api() {
        return api;
    }

    /** What arrived for an address, in order. */
    List<ReceivedMail> mails(String recipient) {
        return mails.getOrDefault(recipient, List.of());
    }

    /** Addresses that no other scenario uses. */
    static List<String> addresses(String scenario, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "%s-%05d@mail.example".formatted(scenario, n))
                .toList();
    }

    /** Every one of the addresses has exactly one mail at the sink. */
    void eachMailedOnce(List<String> addresses) {
        long mailed =
                addresses.stream().filter(address -> !mails(address).isEmpty()).count();
        long copies =
                addresses.stream().mapToLong(address -> mails(address).size()).sum();
        assertEquals(addresses.size(), mailed, "distinct recipients at the sink");
        assertEquals(addresses.size(), copies, "mails at the sink");
    }

    /** The books: every accepted recipient is in exactly one state, and the history tells the same. */
    void booksBalance() throws SQLException {
        assertEquals(
                number("select coalesce(sum(recipients), 0) from message"),
                number("select count(*) from delivery"),
                "accepted recipients and deliveries");
        assertEquals(
                number("select count(*) from delivery where state >= 10"),
                number("select count(*) from delivery_event where type >= 10"),
                "final states and final events");
        assertEquals(
                0,
                number("select count(*) from (select 1 from delivery_event where type >= 10"
                        + " group by message_id, ordinal having count(*) > 1) twice"),
                "deliveries with two final events");
    }

    long number(String query) throws SQLException {
        try (Connection connection = system.database().connect();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
