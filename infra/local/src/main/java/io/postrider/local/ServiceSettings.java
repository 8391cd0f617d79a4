package io.postrider.local;

import io.postrider.neighbours.net.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings with which each service finds its neighbours. */
final class ServiceSettings {
    private final LocalSettings settings;
    private final LocalDatabase database;
    private final LocalBroker broker;
    private final String apiKey;

    ServiceSettings(LocalSettings settings, LocalDatabase database, LocalBroker broker, String apiKey) {
        this.settings = settings;
        this.database = database;
        this.broker = broker;
        this.apiKey = apiKey;
    }

    /** @param replica from 1; the first has the service's port, the others free ones */
    ServiceProcess.Settings of(String service, int replica) {
        String name = replica == 1 ? service : service + "-" + replica;
        List<String> launcher = settings.launcher(service);
        return new ServiceProcess.Settings(
                name,
                launcher.isEmpty()
                        ? ProjectHome.executable(settings.home(), service, settings.nativeExecutable(service))
                        : Path.of(launcher.get(0)),
                launcher,
                settings.jvmOptions(service),
                properties(service, replica == 1),
                settings.directory().resolve("settings").resolve(name + ".properties"),
                settings.environment(service),
                settings.logs().resolve(name + ".log"),
                settings.pidFiles().resolve(name + ".pid"));
    }

    private Map<String, String> properties(String service, boolean first) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("quarkus.management.host", Ports.HOST);
        properties.put(
                "quarkus.management.port",
                Integer.toString(first ? settings.ports().managementOf(service) : Ports.free()));
        properties.put("quarkus.datasource.reactive.url", database.reactiveUrl());
        properties.put("quarkus.datasource.username", service);
        properties.put("quarkus.datasource.password", database.password(service));
        properties.put("postrider.broker.urls", broker.url().toString());
        properties.put("postrider.broker.username", service);
        properties.put("postrider.broker.password", broker.password(service));
        if (service.equals("ingest")) {
            properties.put("quarkus.http.host", Ports.HOST);
            properties.put(
                    "quarkus.http.port",
                    Integer.toString(first ? settings.ports().ingest() : Ports.free()));
            properties.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
            // The schema is migrated by its owner before the services start, as by the chart's Job.
            properties.put("quarkus.flyway.migrate-at-start", "false");
            properties.put("postrider.retention.username", LocalDatabase.MAINTENANCE);
            properties.put("postrider.retention.password", database.password(LocalDatabase.MAINTENANCE));
            properties.put("postrider.api-key", apiKey);
        } else {
            properties.put("postrider.routes.file", settings.routesFile().toString());
        }
        properties.putAll(settings.properties(service));
        return properties;
    }
}
