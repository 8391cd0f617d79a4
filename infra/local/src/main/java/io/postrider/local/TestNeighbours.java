package io.postrider.local;

import io.postrider.neighbours.StartException;
import io.postrider.neighbours.artemis.ArtemisServer;
import io.postrider.neighbours.files.Directories;
import io.postrider.neighbours.net.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Real neighbours for the tests of a service: PostgreSQL with the schema, and the broker, on free ports. They are
 * started once per JVM and stop with it. A Quarkus test loads classes more than once, so shared objects are kept where
 * all class loaders see them, as types that all of them know.
 */
public final class TestNeighbours {
    private static final String KEY = "io.postrider.local.neighbours";

    private TestNeighbours() {}

    /**
     * The settings with which a service finds them.
     *
     * @param service ingest, router or sender: also the names of its users
     */
    public static Map<String, String> settings(String service) {
        Map<Object, Object> shared = shared();
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.reactive.url", "postgresql://" + shared.get("database"));
        settings.put("quarkus.datasource.username", service);
        settings.put("quarkus.datasource.password", password(service));
        if (service.equals("ingest")) {
            settings.put("quarkus.datasource.jdbc.url", jdbcUrl());
            settings.put("postrider.retention.username", LocalDatabase.MAINTENANCE);
            settings.put("postrider.retention.password", password(LocalDatabase.MAINTENANCE));
            settings.put("quarkus.flyway.username", LocalDatabase.OWNER);
            settings.put("quarkus.flyway.password", password(LocalDatabase.OWNER));
        }
        settings.put("postrider.broker.urls", brokerUrl());
        settings.put("postrider.broker.username", service);
        settings.put("postrider.broker.password", service);
        // The broker runs in this process: its log lines about clients that a test disconnects are noise.
        settings.put("quarkus.log.category.\"org.apache.activemq\".level", "ERROR");
        return settings;
    }

    /**
     * Connects as the owner. DriverManager is not used because it knows only the drivers of the first class loader that
     * used it. A test may hold a lock for longer than a service may: PostgreSQL does not end its transaction, however
     * long the test takes.
     */
    public static Connection connect() throws SQLException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(jdbcUrl());
        database.setOptions("-c idle_in_transaction_session_timeout=0");
        return database.getConnection(LocalDatabase.OWNER, password(LocalDatabase.OWNER));
    }

    /** Of a role of the database. */
    @SuppressWarnings("unchecked")
    public static String password(String role) {
        return ((UnaryOperator<String>) shared().get("database.password")).apply(role);
    }

    private static String jdbcUrl() {
        return "jdbc:postgresql://" + shared().get("database");
    }

    /** Each broker user's password is its name; {@code operator} may do everything. */
    public static String brokerUrl() {
        return (String) shared().get("broker");
    }

    public static void stopBroker() {
        run("broker.stop");
    }

    public static void startBroker() {
        run("broker.start");
    }

    public static void stopDatabase() {
        run("database.stop");
    }

    public static void startDatabase() {
        run("database.start");
    }

    /** A starting broker loads its classes with the thread's context class loader. */
    private static void run(String action) {
        inLastingClasses(() -> {
            ((Runnable) shared().get(action)).run();
            return null;
        });
    }

    private static <T> T inLastingClasses(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> shared() {
        synchronized (System.getProperties()) {
            return (Map<Object, Object>) System.getProperties()
                    .computeIfAbsent(KEY, absent -> inLastingClasses(TestNeighbours::startLasting));
        }
    }

    /**
     * Uses the copy of this class in the system class loader: a service's test closes its own class loader, but the
     * neighbours stay.
     */
    private static Object startLasting() {
        try {
            Method start = ClassLoader.getSystemClassLoader()
                    .loadClass(TestNeighbours.class.getName())
                    .getDeclaredMethod("start");
            start.setAccessible(true);
            return start.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new StartException("the neighbours failed to start", e);
        }
    }

    private static Map<Object, Object> start() {
        try {
            Path directory = Files.createTempDirectory("postrider-test");
            LocalDatabase database = LocalDatabase.start(directory.resolve("postgres"));
            ArtemisServer broker = ArtemisServer.start(directory.resolve("broker"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                broker.stop();
                database.stop();
                Directories.remove(directory);
            }));
            database.migrate();
            Map<Object, Object> shared = new HashMap<>();
            shared.put("database", "%s:%d/%s".formatted(Ports.HOST, database.port(), LocalDatabase.NAME));
            shared.put("database.password", (UnaryOperator<String>) database::password);
            shared.put("broker", broker.url().toString());
            shared.put("broker.stop", (Runnable) broker::stop);
            shared.put("broker.start", (Runnable) broker::start);
            shared.put("database.stop", (Runnable) database::stop);
            shared.put("database.start", (Runnable) database::start);
            return shared;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
