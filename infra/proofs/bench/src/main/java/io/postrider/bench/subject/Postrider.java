package io.postrider.bench.subject;

import io.postrider.bench.process.BenchException;
import io.postrider.bench.process.Loopback;
import io.postrider.bench.process.Peers;
import io.postrider.bench.process.PgBench;
import io.postrider.bench.sink.Sink;
import io.postrider.local.LocalDatabase;
import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.local.ServiceProcess;
import io.postrider.neighbours.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** The whole of Postrider with its default settings, one process a service, its relay being the sink. */
public final class Postrider implements Subject {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(2);
    private static final String SERIAL = "@SERIAL@"; // As load.lua has it.

    private final Setup setup;
    private final Path logs;
    private final Sink sink;
    private final Path directory;
    private final Recordings recordings;
    private final LocalSystem system;
    private final Api api;

    private Postrider(Setup setup, Sink sink) {
        this.setup = setup;
        this.logs = setup.logs().toAbsolutePath();
        this.sink = sink;
        this.directory = logs.resolve("postrider");
        this.recordings = new Recordings(logs);
        LocalSettings settings = LocalSettings.in(directory)
                .withHome(setup.project().toAbsolutePath().normalize())
                .withRelay(Loopback.HOST, sink.port())
                .fresh(true);
        if (setup.jfr()) {
            recordings.give(settings);
        }
        try {
            this.system = LocalSystem.start(setup.settings().apply(settings));
        } catch (StartException e) {
            throw new BenchException("Postrider does not start: " + e.getMessage(), e);
        }
        this.api = new Api(system.ingest(), system.apiKey());
    }

    public static Postrider start(Setup setup, Sink sink) {
        return new Postrider(setup, sink);
    }

    public URI ingest() {
        return system.ingest();
    }

    /** What load.lua needs to post single messages. */
    public Map<String, String> singles() {
        Path body = logs.resolve("single.json");
        try {
            Files.write(body, Newsletter.single(SERIAL));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("BENCH_BODY", body.toString(), "BENCH_PATH", Api.MESSAGES, "BENCH_KEY", system.apiKey());
    }

    /** Into the same PostgreSQL. */
    public PgBench pgbench(Peers peers) {
        LocalDatabase database = system.database();
        return new PgBench(
                peers, logs, database.jdbcUrl(), LocalDatabase.OWNER, database.password(LocalDatabase.OWNER));
    }

    /** Submits one transactional mail; completes when it is accepted. */
    CompletableFuture<Void> single(String serial) {
        return api.submitLater(Newsletter.single(serial));
    }

    /** What a call that reads answers. */
    public byte[] get(String path) {
        return api.get(path);
    }

    /** Takes no more mail, and begins again: what it has to send waits on the broker meanwhile. */
    public void stopSender() {
        system.service("sender").stop();
    }

    public void startSender() {
        system.service("sender").start();
    }

    /** Restarts the services one after the other, and returns the milliseconds until each was ready. */
    public Map<String, Double> restart() {
        Map<String, Double> millis = new LinkedHashMap<>();
        for (String name : LocalSystem.SERVICES) {
            ServiceProcess service = system.service(name);
            service.stop();
            long begun = System.nanoTime();
            service.begin();
            while (!service.ready()) {
                if (!service.alive() || System.nanoTime() - begun > START_LIMIT.toNanos()) {
                    throw new BenchException(name + "-service does not start; see its log");
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
            millis.put(name, (System.nanoTime() - begun) / 1e6);
        }
        return millis;
    }

    /** Stops what works on accepted mail. */
    public void stopAllButIngest() {
        system.service("sender").stop();
        system.service("router").stop();
    }

    public Connection database() {
        try {
            return system.database().connect();
        } catch (SQLException e) {
            throw new BenchException("PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    /** Bytes of the tables with their indexes, all partitions of one together, for each delivery that they have. */
    public Map<String, Double> tableBytes() {
        String sql = """
                select regexp_replace(relname, '_\\d{8}$', ''),
                       sum(pg_total_relation_size(oid)) / (select count(*) from delivery)::float8
                from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace group by 1 order by 2 desc limit 6
                """;
        Map<String, Double> bytes = new LinkedHashMap<>();
        try (Connection connection = database();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                bytes.put(rows.getString(1), rows.getDouble(2));
            }
        } catch (SQLException e) {
            throw new BenchException("the sizes of the tables cannot be read: " + e.getMessage(), e);
        }
        return bytes;
    }

    @Override
    public String name() {
        return setup.name();
    }

    @Override
    public String what() {
        return "%s, PostgreSQL and Artemis synced to disk; POST /v1/messages, lane bulk, 1,000 recipients a request, %d requests at once"
                .formatted(setup.differs(), Api.REQUESTS_AT_ONCE);
    }

    @Override
    public Submission prepare(int mails) {
        List<byte[]> chunks = Newsletter.chunks(mails);
        return () -> api.submit(chunks);
    }

    /** Bulk mails of a million bytes each. */
    public Submission prepareSwollen(int messages, int mails) {
        List<byte[]> bodies = IntStream.range(0, messages)
                .mapToObj(serial -> Newsletter.swollen(serial, mails))
                .toList();
        return () -> api.submit(bodies);
    }

    /** Single messages, each in a separate request. */
    public Submission prepareSingles(int mails) {
        List<byte[]> bodies = IntStream.range(0, mails)
                .mapToObj(i -> Newsletter.single("before" + i))
                .toList();
        return () -> api.submit(bodies);
    }

    /** Waits until the API, too, says that all are delivered. */
    @Override
    public void settle() {
        api.awaitDelivered();
    }

    @Override
    public Map<String, ProcessHandle> processes() {
        Map<String, ProcessHandle> all = new LinkedHashMap<>();
        for (String service : LocalSystem.SERVICES) {
            List<ServiceProcess> replicas = system.services(service);
            for (int i = 0; i < replicas.size(); i++) {
                if (replicas.get(i).alive()) {
                    all.put(
                            i == 0 ? service : service + (i + 1),
                            process(replicas.get(i).pid()));
                }
            }
        }
        all.put("broker", process(system.broker().pid()));
        all.put("postgres", process(postmaster()));
        if (!sink.process().equals(ProcessHandle.current())) {
            all.put("sink", sink.process());
        }
        return all;
    }

    private static ProcessHandle process(long pid) {
        return ProcessHandle.of(pid).orElseThrow(() -> new BenchException("a process of Postrider ended; see its log"));
    }

    private long postmaster() {
        try {
            String pid = Files.readAllLines(directory.resolve("postgres/postmaster.pid"))
                    .get(0);
            return Long.parseLong(pid.strip());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL has no pid file", e);
        }
    }

    @Override
    public void close() {
        system.close();
        if (setup.jfr()) {
            recordings.printHotMethods();
        }
    }
}
