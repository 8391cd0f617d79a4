package io.postrider.bench.soak;

import io.postrider.bench.process.BenchException;
import io.postrider.bench.soak.load.Client;
import io.postrider.bench.soak.load.Reader;
import io.postrider.bench.soak.readings.BrokerQueues;
import io.postrider.bench.soak.readings.Connections;
import io.postrider.bench.soak.readings.Database;
import io.postrider.bench.soak.readings.Disk;
import io.postrider.bench.soak.readings.Jvm;
import io.postrider.bench.soak.readings.JvmTools;
import io.postrider.bench.soak.readings.Processes;
import io.postrider.bench.soak.readings.Source;
import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.local.ServiceProcess;
import io.postrider.neighbours.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The packaged system with its defaults, except where an hour would be too short: retries come soon, caches are small, and
 * heaps have their full size at once.
 */
final class SoakSystem implements AutoCloseable {
    private static final String BROKER = "broker";

    private final Path logs;
    private final Path directory;
    private final LocalSystem system;

    SoakSystem(Path project, Path logs, int mailServer, boolean jfr) {
        this.logs = logs.toAbsolutePath();
        this.directory = this.logs.resolve("postrider");
        LocalSettings settings = LocalSettings.in(directory)
                .withHome(project)
                .withRelay("127.0.0.1", mailServer)
                .withProperty("sender", "postrider.settle.delays", "5s,10s,20s")
                .withProperty("sender", "postrider.settle.longest-delay", "30s")
                // Every transactional mail has a new content. The bound is to be met within minutes.
                .withProperty("sender", "postrider.compose.cache", "16M")
                // The number of publish ids remembered for each address; the default would fill for hours.
                .withJvmOptions(BROKER, "-Dbroker.id-cache-size=4000")
                .fresh(true);
        for (String process : List.of("ingest", "router", "sender", BROKER)) {
            settings.withJvmOptions(process, heap(process));
            if (jfr) {
                settings.withJvmOptions(process, recorder(process));
            }
        }
        try {
            system = LocalSystem.start(settings);
        } catch (StartException e) {
            throw new BenchException("Postrider does not start: " + e.getMessage(), e);
        }
    }

    /**
     * The whole heap is resident from the start: what resident memory grows by is then not heap. And the old generation is
     * looked through when it fills a tenth, so that within minutes it holds no more than what is live and a little.
     */
    private static String[] heap(String process) {
        String size = process.equals(BROKER) ? "512m" : "384m";
        return new String[] {
            "-Xms" + size,
            "-Xmx" + size,
            "-XX:+AlwaysPreTouch",
            "-XX:-G1UseAdaptiveIHOP",
            "-XX:InitiatingHeapOccupancyPercent=10"
        };
    }

    /** With the paths from objects that grew old to what holds them. */
    private String recorder(String process) {
        return "-XX:StartFlightRecording=settings=profile,path-to-gc-roots=true,dumponexit=true,filename="
                + logs.resolve(process + ".jfr");
    }

    Client client() {
        return new Client(system.ingest(), system.apiKey());
    }

    /** The caller must close it. */
    BrokerQueues queues() {
        return new BrokerQueues(system.broker());
    }

    /** The addresses that must never be mailed. */
    void suppress() {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            for (int serial = 0; serial < Reader.GONE_ADDRESSES; serial++) {
                sql.addBatch("insert into suppression (email, reason, origin) values ('%s', 'manual', 'soak')"
                        .formatted(new Reader(Reader.Kind.GONE, serial).address()));
            }
            sql.executeBatch();
        } catch (SQLException e) {
            throw new BenchException("addresses cannot be suppressed: " + e.getMessage(), e);
        }
    }

    Connection connect() {
        try {
            return system.database().connect();
        } catch (SQLException e) {
            throw new BenchException("PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    /** All sources except the traffic. The caller closes the closeable ones. */
    List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        sources.add(new Processes(processes()));
        for (String service : LocalSystem.SERVICES) {
            sources.add(new Jvm(service, system.service(service).management()));
        }
        sources.add(new JvmTools.Jstat(BROKER, system.broker().pid()));
        sources.add(new Connections(system.broker().port()));
        sources.add(queues());
        sources.add(new Database(connect()));
        sources.add(new Disk(Map.of("wal", directory.resolve("postgres/pg_wal"), BROKER, directory.resolve(BROKER))));
        return sources;
    }

    /** Megabytes of live objects of each Java process. It stops each for a moment, so it is done before and after. */
    Map<String, Double> liveHeap(String when) {
        Map<String, Double> live = new LinkedHashMap<>();
        for (String service : LocalSystem.SERVICES) {
            live.put(service, histogram(service, system.service(service).pid(), when));
        }
        live.put(BROKER, histogram(BROKER, system.broker().pid(), when));
        return live;
    }

    private double histogram(String name, long pid, String when) {
        return JvmTools.histogram(pid, logs.resolve("heap-%s-%s.txt".formatted(name, when)));
    }

    /** @throws BenchException if a process has ended */
    void requireAlive() {
        for (String service : LocalSystem.SERVICES) {
            ServiceProcess process = system.service(service);
            if (!process.alive()) {
                throw new BenchException("%s has ended; see %s".formatted(service, process.log()));
            }
        }
        if (!system.broker().alive()) {
            throw new BenchException("the broker has ended; see " + system.logs());
        }
    }

    private Map<String, ProcessHandle> processes() {
        Map<String, ProcessHandle> all = new LinkedHashMap<>();
        for (String service : LocalSystem.SERVICES) {
            all.put(service, handle(system.service(service).pid()));
        }
        all.put(BROKER, handle(system.broker().pid()));
        all.put("postgres", handle(postmaster()));
        return all;
    }

    private static ProcessHandle handle(long pid) {
        return ProcessHandle.of(pid).orElseThrow(() -> new BenchException("a process of Postrider has ended"));
    }

    private long postmaster() {
        try {
            Path file = directory.resolve("postgres/postmaster.pid");
            return Long.parseLong(Files.readAllLines(file).get(0).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL has no pid file", e);
        }
    }

    @Override
    public void close() {
        system.close();
    }
}
