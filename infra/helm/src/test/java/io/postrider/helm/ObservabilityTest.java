package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Alerts and dashboards come from infra/observability, and every metric in them is one that a service tells. */
class ObservabilityTest {
    private static final String RUNBOOK = "infra/docs/runbook.md";
    private static final Pattern METER =
            Pattern.compile("(?:builder|[cC]ounter|gauge|gauges\\.of)\\(\\s*\"(postrider(?:\\.[a-z]+)+)\"");
    private static final Pattern METRIC = Pattern.compile("\\b[a-z]+(?:_[a-z0-9]+)+\\b(?=[\\s){\\[]|$)");
    private static final String SUFFIXES = "_(total|count|sum|max|bucket)$";
    private static final String UNITS = "_(seconds|bytes)$";
    /** The metric of a row of a table. */
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(postrider_[a-z_]+)`");
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
        asked.removeIf(metric -> told.contains(metric) || meters.contains(meter(metric, meters)));
        assertEquals(Set.of(), asked);
    }

    @Test
    void documentHasEveryMetricAndNoOther() {
        Set<String> meters = meters();
        Set<String> documented = new TreeSet<>();
        Matcher row = DOCUMENTED.matcher(Project.text("infra/docs/metrics.md"));
        while (row.find()) {
            documented.add(meter(row.group(1), meters));
        }
        assertEquals(new TreeSet<>(meters), documented);
    }

    /** The meter that a metric is of: Prometheus' names have the unit and the kind at their end. */
    private static String meter(String metric, Set<String> meters) {
        String meter = metric.replaceFirst(SUFFIXES, "");
        return meters.contains(meter) ? meter : meter.replaceFirst(UNITS, "");
    }

    private static Set<String> meters() {
        Set<String> meters = new HashSet<>();
        Stream.of("ingest-service", "router-service", "sender-service", "infra/libs/queue")
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
        rules().forEach(rule -> expressions.add(rule.text("expr")));
        Release.of("keda")
                .all("ScaledObject")
                .forEach(scaled -> expressions.add(scaled.text("spec.triggers.0.metadata.query")));
        return expressions;
    }

    @Test
    void eachAlertHasASeverityAndItsSectionOfTheRunbook() {
        Set<String> alerts = new TreeSet<>();
        for (Manifest rule : rules()) {
            String alert = rule.text("alert");
            alerts.add(alert);
            assertTrue(Set.of("critical", "warning").contains(rule.text("labels.severity")), alert);
            assertEquals(RUNBOOK + "#" + alert.toLowerCase(Locale.ROOT), rule.text("annotations.runbook_url"));
        }
        Set<String> sections = new TreeSet<>();
        for (String section : Project.text(RUNBOOK).split("(?m)^## ")) {
            if (section.startsWith("Postrider")) {
                sections.add(section.lines().findFirst().orElseThrow());
                Stream.of("**What it means.**", "**Look.**", "**Do.**")
                        .forEach(part -> assertTrue(section.contains(part), part + " of " + section));
            }
        }
        assertEquals(alerts, sections);
    }

    @Test
    void eachAlertIsTested() {
        String tests = Project.text("infra/observability/alerts-test.yaml");
        for (Manifest rule : rules()) {
            String firing = "alertname: %s\n        exp_alerts:\n".formatted(rule.text("alert"));
            assertTrue(tests.contains(firing), firing);
        }
    }

    private static List<Manifest> rules() {
        Manifest alerts = new Manifest(new Yaml().load(Project.text("infra/observability/alerts.yaml")));
        return alerts.all("groups").stream()
                .flatMap(group -> group.all("rules").stream())
                .toList();
    }
}
