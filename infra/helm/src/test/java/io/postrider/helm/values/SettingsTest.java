package io.postrider.helm.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postrider.helm.Manifest;
import io.postrider.helm.Project;
import io.postrider.helm.Release;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each variable that the chart sets is one that the service, Quarkus or Java reads. */
class SettingsTest {
    private static final Set<Pattern> QUARKUS = Properties.ofQuarkus();
    private static final Set<String> OTHERS = Set.of("JAVA_TOOL_OPTIONS", "TZ", "RELAY_PASSWORD");

    static Iterable<String> sets() {
        return Release.sets();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void everyVariableIsReadBySomebody(String set) {
        Release release = Release.of(set);
        for (String service : Release.SERVICES) {
            check(service, release.environment(service));
        }
        for (Manifest job : release.all("Job")) {
            check("ingest", release.environment(job.containers().get(0)));
        }
    }

    private static void check(String service, Map<String, String> environment) {
        Set<String> own =
                Properties.ofService(service).stream().map(Properties::variable).collect(Collectors.toSet());
        for (String name : environment.keySet()) {
            boolean known = OTHERS.contains(name)
                    || own.contains(name)
                    || Properties.namedOfService(service).stream()
                            .anyMatch(variable -> variable.matcher(name).matches())
                    || QUARKUS.stream()
                            .anyMatch(variable -> variable.matcher(name).matches());
            assertTrue(known, () -> service + " does not read " + name);
        }
    }

    /** With the JVM's resolver, which blocks, a name server that hangs stops event loops, and the kubelet kills the pods. */
    @Test
    void namesAreLookedUpWithoutBlocking() {
        for (String service : Release.SERVICES) {
            for (String set : Release.sets()) {
                assertTrue(
                        ServiceConfig.of(service, Release.of(set).environment(service))
                                .getValue("quarkus.vertx.use-async-dns", Boolean.class),
                        service + " with " + set);
            }
        }
    }

    @Test
    void variableOfNobodyWouldBeFound() {
        assertFalse(QUARKUS.stream()
                .anyMatch(one -> one.matcher("QUARKUS_HTTP_PROT").matches()));
        assertFalse(QUARKUS.stream()
                .anyMatch(one -> one.matcher("QUARKUS_DATASOURCE_DB_KIND").matches()));
        assertTrue(QUARKUS.stream()
                .anyMatch(one -> one.matcher("QUARKUS_HTTP_PORT").matches()));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void everyServiceCanReadItsSettings(String set) {
        Release release = Release.of(set);
        for (String service : Release.SERVICES) {
            Map<String, String> environment = release.environment(service);
            ServiceConfig.settings(service)
                    .forEach(settings -> ServiceConfig.of(service, environment).getConfigMapping(settings));
        }
    }

    /** A cluster's name server that hangs must stop no event loop, or every pod fails its liveness. */
    @Test
    void namesAreNotLookedUpOnEventLoops() {
        for (String service : Release.SERVICES) {
            boolean async = ServiceConfig.of(service, Release.of("defaults").environment(service))
                    .getValue("quarkus.vertx.use-async-dns", Boolean.class);
            assertTrue(async, service);
        }
    }

    @Test
    void schemaAllowsTheSettingsOfEachServiceAndNoOthers() throws Exception {
        JsonNode schema = new ObjectMapper().readTree(Project.text("infra/helm/postrider/values.schema.json"));
        for (String service : Release.SERVICES) {
            JsonNode names = schema.at("/properties/" + service + "/properties/settings/propertyNames/anyOf/1/enum");
            Set<String> allowed = new TreeSet<>();
            names.forEach(name -> allowed.add(name.asText()));
            assertEquals(Properties.ofService(service), allowed, service);
        }
    }
}
