package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Alerts and dashboards come from infra/observability, and every metric in them is one that a service tells. */
class ObservabilityTest {
    private static final Pattern METER = Pattern.compile("\"(postrider(?:\\.[a-z]+)+)\"");
    private static final Pattern METRIC = Pattern.compile("\\b[a-z]+(?:_[a-z0-9]+)+\\b(?=[\\s){\\[]|$)");
    private static final String SUFFIXES = "_(total|seconds|count|sum|max)";
    /** What Quarkus' libraries tell of themselves, as seen at {@code /q/metrics} of running services. */
    private static final Set<String> LIBRARIES = Set.of(
            "http_server_requests_seconds_count",
            "http_server_requests_seconds_sum",
            "http_server_requests_seconds_max",
            "jvm_memory_used_bytes",
            "netty_allocator_memory_used",
            "process_cpu_usage",
            "sql_pool_queue_size",
            "system_cpu_count");
    /** Words of PromQL that look like metrics. */
    private static final Set<String> WORDS = Set.of("group_left");

    @Test
    void copiesInTheChartAreEqual() {
        assertEquals(
                Project.text("infra/observability/alerts.yaml"),
                Project.text("infra/helm/postrider/files/alerts.yaml"),
                "copy alerts.yaml again");
        List<Path> boards = Project.files("infra/observability/dashboards", ".json");
        assertEquals(2, boards.size());
        assertEquals(
                boards.size(),
                Project.files("infra/helm/postrider/files/dashboards", ".json").size());
        for (Path board : boards) {
            String copy = "infra/helm/postrider/files/dashboards/" + board.getFileName();
            assertEquals(Project.text(board), Project.text(copy), "copy " + board.getFileName() + " again");
        }
    }

    @Test
    void ruleAndDashboardsAreRenderedWhole() {
        Release release = Release.of("everything");
        Object groups = new Manifest(new Yaml().load(Project.text("infra/observability/alerts.yaml"))).at("groups");
        assertEquals(groups, release.all("PrometheusRule").get(0).at("spec.groups"));
        Manifest boards = release.one("ConfigMap", "postrider-dashboards");
        for (Path board : Project.files("infra/observability/dashboards", ".json")) {
            String key = board.getFileName().toString().replace('.', '~');
            assertEquals(Project.text(board), boards.text("data." + key));
        }
    }

    @Test
    void everyMetricExists() throws Exception {
        Set<String> told = new HashSet<>(LIBRARIES);
        told.addAll(WORDS);
        Set<String> meters = meters();
        Set<String> asked = new TreeSet<>();
        for (String expression : expressions()) {
            Matcher metric = METRIC.matcher(expression.replaceAll("\"[^\"]*\"|\\b(by|on) \\([^)]*\\)", ""));
            while (metric.find()) {
                asked.add(metric.group());
            }
        }
        assertTrue(asked.contains("postrider_audit_at_seconds") && asked.size() > 30, asked.toString());
        asked.removeIf(metric -> told.contains(metric) || meters.contains(metric.replaceFirst(SUFFIXES + "$", "")));
        asked.removeAll(meters);
        assertEquals(Set.of(), asked);
    }

    private static Set<String> meters() {
        Set<String> meters = new HashSet<>();
        Stream.of("ingest-service", "router-service", "sender-service", "infra/broker")
                .flatMap(module -> Project.files(module + "/src/main/java", ".java").stream())
                .map(Project::text)
                .forEach(source -> {
                    Matcher meter = METER.matcher(source);
                    while (meter.find()) {
                        meters.add(meter.group(1).replace('.', '_'));
                    }
                });
        return meters;
    }

    private static List<String> expressions() throws Exception {
        List<String> expressions = new java.util.ArrayList<>();
        for (Path board : Project.files("infra/observability/dashboards", ".json")) {
            JsonNode root = new ObjectMapper().readTree(Project.text(board));
            root.get("panels")
                    .forEach(panel -> panel.get("targets")
                            .forEach(
                                    target -> expressions.add(target.get("expr").asText())));
        }
        Manifest alerts = new Manifest(new Yaml().load(Project.text("infra/observability/alerts.yaml")));
        alerts.all("groups").forEach(group -> group.all("rules").forEach(rule -> expressions.add(rule.text("expr"))));
        Release.of("keda")
                .all("ScaledObject")
                .forEach(scaled -> expressions.add(scaled.text("spec.triggers.0.metadata.query")));
        return expressions;
    }

    @Test
    void runbookOfEachAlertIsThere() {
        Manifest alerts = new Manifest(new Yaml().load(Project.text("infra/observability/alerts.yaml")));
        for (Manifest group : alerts.all("groups")) {
            for (Manifest rule : group.all("rules")) {
                assertFalse(Project.text(rule.text("annotations.runbook")).isBlank());
            }
        }
    }
}
