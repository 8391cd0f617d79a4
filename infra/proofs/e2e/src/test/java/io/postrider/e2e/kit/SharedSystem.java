package io.postrider.e2e.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.neighbours.dns.LocalDns;
import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.smtp.ReceivedMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** The packaged system, started once for all scenarios, and the mails that arrive at its sink, by recipient. */
public final class SharedSystem {
    private static SharedSystem only;

    public static final String BOUNCE_DOMAIN = "bounces.shop.example";
    public static final String VERP_KEY = "a key that only the scenarios of this system use";

    private final LocalDns dns = LocalDns.start();
    private final DkimKeys dkim = DkimKeys.made(Path.of("target", "dkim").toAbsolutePath(), "signed.example");
    private final int reportPort = Ports.free();
    private final LocalSystem system;
    private final Api api;
    private final Map<String, List<ReceivedMail>> mails = new ConcurrentHashMap<>();

    private SharedSystem() {
        Path directory = Path.of("target", "system").toAbsolutePath();
        LocalSettings settings = LocalSettings.in(directory).fresh(true).withProgress(System.out::println);
        for (String service : List.of("ingest", "sender")) {
            settings.withProperty(service, "postrider.verp.domain", BOUNCE_DOMAIN)
                    .withProperty(service, "postrider.verp.keys", VERP_KEY);
        }
        for (String service : List.of("router", "sender")) {
            settings.withProperty(service, "postrider.mx.servers", dns.server())
                    .withProperty(service, "postrider.mx.allowed-addresses", "127.0.0.0/8");
        }
        system = LocalSystem.start(settings.withProperty("ingest", "postrider.report.enabled", "true")
                .withProperty("ingest", "postrider.report.host", "127.0.0.1")
                .withProperty("ingest", "postrider.report.port", Integer.toString(reportPort))
                .withProperty("sender", "postrider.compose.dkim", dkim.file().toString())
                .withProperty("router", "postrider.routes.look", "100ms")
                .withProperty("sender", "postrider.routes.look", "100ms")
                .withProperty("sender", "postrider.settle.delays", "1s,2s,5s")
                .withProperty("sender", "postrider.settle.transactional-delay", "1s")
                .withProperty("sender", "postrider.settle.shortest-away", "1s")
                .withProperty("sender", "postrider.settle.longest-away", "2s")
                .withProperty("sender", "postrider.deliver.breaker.open", "1s")
                // Short for the servers that hang, and enough for the others while the machine is busy.
                .withProperty("sender", "postrider.deliver.greeting-timeout", "8s")
                .withProperty("sender", "postrider.deliver.reply-timeout", "8s")
                .withProperty("sender", "postrider.deliver.data-timeout", "8s"));
        system.sink().onMail(this::take);
        // The domains of the scenarios' own servers are theirs alone: nothing fails over to this one.
        write(read().stripTrailing() + "\n    match: {recipient_domains: [mail.example]}\n");
        api = new Api(system.ingest(), system.apiKey());
    }

    public static synchronized SharedSystem get() {
        if (only == null) {
            only = new SharedSystem();
        }
        return only;
    }

    /** The routes file. */
    public String read() {
        try {
            return Files.readString(system.routesFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(String routes) {
        Routes.write(system, routes);
    }

    private void take(ReceivedMail mail) {
        mail.recipients()
                .forEach(recipient -> mails.computeIfAbsent(recipient, first -> new CopyOnWriteArrayList<>())
                        .add(mail));
    }

    public LocalSystem system() {
        return system;
    }

    /** The only name server that the services ask. */
    public LocalDns dns() {
        return dns;
    }

    /** Keys for {@code signed.example}. */
    public DkimKeys dkim() {
        return dkim;
    }

    /** Where bounces come back to. */
    public int reportPort() {
        return reportPort;
    }

    public Api api() {
        return api;
    }

    /** What arrived for an address, in order. */
    public List<ReceivedMail> mails(String recipient) {
        return mails.getOrDefault(recipient, List.of());
    }

    /** Addresses that no other scenario uses. */
    public static List<String> addresses(String scenario, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "%s-%05d@mail.example".formatted(scenario, n))
                .toList();
    }

    /** Every one of the addresses has exactly one mail at the sink. */
    public void eachMailedOnce(List<String> addresses) {
        long mailed =
                addresses.stream().filter(address -> !mails(address).isEmpty()).count();
        long copies =
                addresses.stream().mapToLong(address -> mails(address).size()).sum();
        assertEquals(addresses.size(), mailed, "distinct recipients at the sink");
        assertEquals(addresses.size(), copies, "mails at the sink");
    }

    /**
     * The audit: every accepted recipient is in exactly one state, and the history tells the same. A bounce that is reported
     * later is an event behind {@code delivered} and no state.
     */
    public void booksBalance() {
        assertEquals(
                0,
                number("select (select coalesce(sum(recipients), 0) from message) - (select count(*) from delivery)"),
                "accepted recipients and deliveries");
        assertEquals(
                0,
                number("select (select count(*) from delivery where state >= 10) - (select count(distinct (message_id,"
                        + " ordinal)) from delivery_event where type between 10 and 19)"),
                "final states and final events");
        assertEquals(
                0,
                number("select count(*) from (select 1 from delivery_event where type between 10 and 19"
                        + " group by message_id, ordinal having count(*) > 1"
                        + " and not (count(*) = 2 and min(type) = 10 and max(type) = 11)) twice"),
                "deliveries with two final events");
    }

    public long number(String query) {
        return Sql.number(system, query);
    }
}
