package io.postrider.local;

import io.postrider.local.capture.MailBox;
import io.postrider.local.capture.MailPage;
import io.postrider.local.swagger.SwaggerPage;
import io.postrider.neighbours.StartException;
import io.postrider.neighbours.files.Directories;
import io.postrider.neighbours.files.PrivateFiles;
import io.postrider.neighbours.http.LoopbackServer;
import io.postrider.neighbours.postgres.PostgresProcess;
import io.postrider.neighbours.process.OrphanReaper;
import io.postrider.neighbours.process.PidFiles;
import io.postrider.neighbours.smtp.SmtpSink;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The whole system: PostgreSQL, the broker, the three services and, unless a relay is named, a sink that captures the
 * mail. It stops with {@link #close}, and when the process that started it exits or is killed.
 */
public final class LocalSystem implements AutoCloseable {
    /** Their names, in the order of a mail's path. */
    public static final List<String> SERVICES = List.of("ingest", "router", "sender");

    private static final int MAILS_KEPT = 5_000;

    private final LocalSettings settings;
    private final Path pidFiles;
    private final Path logs;
    private final StartSteps steps;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Map<String, List<ServiceProcess>> services = new TreeMap<>();
    private final Thread atExit = new Thread(this::close, "stop-all");
    private OrphanReaper guard;
    private volatile boolean starting = true;
    private volatile boolean closed;
    private LocalSecrets secrets;
    private LocalDatabase database;
    private LocalBroker broker;
    private SmtpSink sink;
    private MailBox mailBox;
    private LoopbackServer mailPage;
    private LoopbackServer swaggerPage;

    private LocalSystem(LocalSettings settings) {
        this.settings = settings;
        this.pidFiles = settings.pidFiles();
        this.logs = settings.logs();
        this.steps = new StartSteps(settings.progress());
    }

    /**
     * Starts all parts and returns when they are ready.
     *
     * @throws StartException if a part does not start; then nothing is left running
     */
    public static LocalSystem start(LocalSettings settings) {
        LocalSystem system = new LocalSystem(settings);
        Runtime.getRuntime().addShutdownHook(system.atExit);
        try {
            system.start();
            system.starting = false;
            return system;
        } catch (RuntimeException e) {
            // A stop during the start makes the steps in progress fail; these failures are not worth reporting.
            RuntimeException shown = system.closed() ? new StartException("Stopped.") : e;
            system.close();
            throw shown;
        }
    }

    private void start() {
        keep(DirectoryLock.own(settings.directory()));
        clearUp();
        settings.ports().requireFree(settings.ownSink());
        Path postgres = settings.directory().resolve("postgres");
        guard = new OrphanReaper(pidFiles, postgres.resolve("postmaster.pid"));
        if (settings.ownSink()) {
            startSink();
        }
        secrets = LocalSecrets.in(settings.directory());
        database =
                keep(new LocalDatabase(postgres, settings.ports().postgres(), secrets, logs.resolve("postgres.log")));
        broker = keep(new LocalBroker(
                settings.directory().resolve("broker"),
                secrets,
                settings.ports().amqp(),
                settings.jvmOptions("broker"),
                logs.resolve("broker.log"),
                pidFiles.resolve("broker.pid")));
        steps.together(Map.of("PostgreSQL", database::start, "Broker", broker::start));
        database.migrate();
        writeRoutes();
        writeLogins();
        startServices();
        swaggerPage = keep(SwaggerPage.start(ingest(), settings.ports().swagger()));
    }

    /** Cleans up after an earlier run: stops its processes and moves its logs away. */
    private void clearUp() {
        Path postgres = settings.directory().resolve("postgres");
        int stopped = PidFiles.stop(pidFiles) + PostgresProcess.stop(postgres);
        if (stopped > 0) {
            settings.progress().accept("Stopped %d processes left by an earlier run.".formatted(stopped));
        }
        EarlierLogs.keep(logs);
        if (settings.fresh()) {
            for (String kept : List.of("postgres", "broker", "mails", LocalSecrets.FILE)) {
                Directories.remove(settings.directory().resolve(kept));
            }
        }
    }

    private void startSink() {
        mailBox = keep(new MailBox(settings.directory().resolve("mails"), MAILS_KEPT));
        sink = keep(
                SmtpSink.start(SmtpSink.Settings.PLAIN.withPort(settings.ports().smtp())));
        sink.onMail(mailBox::take);
        mailPage = keep(MailPage.start(mailBox, settings.ports().page()));
    }

    private void writeRoutes() {
        InetSocketAddress relay = settings.relay();
        String routes = """
                # Rewritten at each start. All mail goes to the capture, or to the relay given with --relay.
                routes:
                  - name: capture
                    kind: smtp
                    host: %s
                    port: %d
                    tls: none
                """.formatted(relay.getHostString(), relay.getPort());
        PrivateFiles.write(settings.routesFile(), routes);
    }

    /** For curl and psql, which read them from files, so that they are on no command line. */
    private void writeLogins() {
        PrivateFiles.write(authorization(), "Authorization: Bearer %s%n".formatted(apiKey()));
        PrivateFiles.write(passwordFile(), database.passwordLine());
    }

    private void startServices() {
        ServiceSettings chosen = new ServiceSettings(settings, database, broker, apiKey());
        Map<String, Runnable> starts = new TreeMap<>();
        for (String service : SERVICES) {
            List<ServiceProcess> replicas = new ArrayList<>();
            for (int replica = 1; replica <= settings.replicas(service); replica++) {
                ServiceProcess process = new ServiceProcess(chosen.of(service, replica));
                replicas.add(process);
                starts.put(process.name() + "-service", process::start);
            }
            services.put(service, replicas);
        }
        started.push(() ->
                steps.quietly(services.values().stream().flatMap(List::stream).toList(), ServiceProcess::stop));
        steps.together(starts);
    }

    private synchronized <T extends AutoCloseable> T keep(T part) {
        if (closed) {
            throw new StartException("stopped while starting");
        }
        started.push(part);
        return part;
    }

    /** Stops all parts in the reverse order of their start. May be called more than once. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                settings.progress().accept("%s did not stop properly: %s".formatted(part, e.getMessage()));
            }
        }
        boolean atExitNow = Thread.currentThread() == atExit;
        if (guard != null && !(atExitNow && starting)) {
            guard.close();
        }
        if (!atExitNow) {
            forgetExit();
        }
    }

    private synchronized boolean closed() {
        return closed;
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is exiting; the shutdown hook waits for this call and then has nothing to do.
        }
    }

    /** The API, without a path. */
    public URI ingest() {
        return service("ingest").api();
    }

    /** The bearer key of the API. */
    public String apiKey() {
        return secrets.of("api-key");
    }

    /** A file with the Authorization header, for {@code curl -H @FILE}. */
    public Path authorization() {
        return settings.directory().resolve("authorization");
    }

    /** A file with the password of the database's owner, for {@code PGPASSFILE} of psql. */
    public Path passwordFile() {
        return settings.directory().resolve("pgpass");
    }

    public LocalDatabase database() {
        return database;
    }

    public LocalBroker broker() {
        return broker;
    }

    /** The first process of a service: ingest, router or sender. */
    public ServiceProcess service(String name) {
        return services(name).get(0);
    }

    /** All processes of a service. */
    public List<ServiceProcess> services(String name) {
        if (!services.containsKey(name)) {
            throw new IllegalArgumentException("there is no service named " + name + " in " + services.keySet());
        }
        return services.get(name);
    }

    /** Names of the services, and of the broker and PostgreSQL, whose processes have stopped unexpectedly. */
    public List<String> ended() {
        List<String> ended = new ArrayList<>();
        services.values().stream()
                .flatMap(List::stream)
                .filter(process -> !process.alive())
                .forEach(process -> ended.add(process.name() + "-service"));
        if (!broker.alive()) {
            ended.add("broker");
        }
        if (database.died()) {
            ended.add("PostgreSQL");
        }
        // Checked last: if a shutdown began meanwhile, that is why they stopped.
        return closed ? List.of() : ended;
    }

    /** The sink that receives the mail; absent if a relay is used. */
    public SmtpSink sink() {
        if (sink == null) {
            throw new IllegalStateException("mail goes to a relay, there is no sink");
        }
        return sink;
    }

    /** The page with the captured mails; absent if a relay is used. */
    public URI mailPage() {
        return mailPage.uri();
    }

    /** Swagger UI. */
    public URI swaggerPage() {
        return swaggerPage.uri();
    }

    /** The routes, read by router and sender; may be changed while they run. */
    public Path routesFile() {
        return settings.routesFile();
    }

    public Path logs() {
        return logs;
    }
}
