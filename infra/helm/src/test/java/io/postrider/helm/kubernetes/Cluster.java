package io.postrider.helm.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.postrider.helm.Project;
import io.postrider.helm.Release;
import io.postrider.helm.Unhooked;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** As much of Kubernetes' API as Helm asks for before it changes something: versions, kinds, and the objects that are there. */
final class Cluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CHART = noted();
    private static final String NOTES = "NOTES:";
    private static final Map<String, Map<String, String>> KINDS = Map.of(
            "v1",
            Map.of(
                    "configmaps", "ConfigMap",
                    "persistentvolumeclaims", "PersistentVolumeClaim",
                    "pods", "Pod",
                    "services", "Service",
                    "serviceaccounts", "ServiceAccount"),
            "apps/v1",
            Map.of("deployments", "Deployment", "statefulsets", "StatefulSet"),
            "autoscaling/v2",
            Map.of("horizontalpodautoscalers", "HorizontalPodAutoscaler"),
            "batch/v1",
            Map.of("jobs", "Job"),
            "networking.k8s.io/v1",
            Map.of("networkpolicies", "NetworkPolicy", "ingresses", "Ingress"),
            "policy/v1",
            Map.of("poddisruptionbudgets", "PodDisruptionBudget"));

    private final Map<String, Object> answers = new HashMap<>();
    private final HttpServer server;

    Cluster() {
        answers.put("/version", Map.of("major", "1", "minor", "34", "gitVersion", "v1.34.0"));
        answers.put("/api", Map.of("kind", "APIVersions", "versions", List.of("v1")));
        KINDS.keySet().forEach(this::serves);
        answers.put(
                "/api/v1/namespaces/mail/secrets",
                Map.of("kind", "SecretList", "apiVersion", "v1", "items", List.of(release())));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** How Helm remembers that the release has been installed. */
    private static Map<String, Object> release() {
        Map<String, Object> installed = Map.of(
                "name",
                "postrider",
                "namespace",
                "mail",
                "version",
                1,
                "info",
                Map.of("status", "deployed"),
                "chart",
                Map.of("metadata", Map.of("apiVersion", "v2", "name", "postrider", "version", "0.1.0")),
                "manifest",
                "");
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(JSON.writeValueAsBytes(installed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Base64.Encoder base64 = Base64.getEncoder();
        // Helm encodes it, and so does Kubernetes.
        String data = base64.encodeToString(base64.encode(zipped.toByteArray()));
        return Map.of(
                "kind", "Secret",
                "apiVersion", "v1",
                "type", "helm.sh/release.v1",
                "metadata",
                        Map.of(
                                "name", "sh.helm.release.v1.postrider.v1",
                                "namespace", "mail",
                                "labels",
                                        Map.of(
                                                "name",
                                                "postrider",
                                                "owner",
                                                "helm",
                                                "status",
                                                "deployed",
                                                "version",
                                                "1")),
                "data", Map.of("release", data));
    }

    /** @param version of a group, such as {@code apps/v1}; its kinds are those that the chart has */
    Cluster serves(String version) {
        List<Map<String, Object>> kinds = new ArrayList<>();
        KINDS.getOrDefault(version, Map.of())
                .forEach((plural, kind) -> kinds.add(Map.of(
                        "name",
                        plural,
                        "singularName",
                        kind.toLowerCase(Locale.ROOT),
                        "namespaced",
                        true,
                        "kind",
                        kind,
                        "verbs",
                        List.of("create", "get", "list", "patch"))));
        answers.put(
                root(version),
                Map.of("kind", "APIResourceList", "apiVersion", "v1", "groupVersion", version, "resources", kinds));
        List<Map<String, Object>> groups = new ArrayList<>();
        answers.keySet().stream().filter(path -> path.startsWith("/apis/")).forEach(path -> {
            String[] group = path.substring("/apis/".length()).split("/");
            Map<String, Object> one = Map.of("groupVersion", group[0] + "/" + group[1], "version", group[1]);
            groups.add(Map.of("name", group[0], "versions", List.of(one), "preferredVersion", one));
        });
        answers.put("/apis", Map.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups));
        return this;
    }

    private static String root(String version) {
        return (version.contains("/") ? "/apis/" : "/api/") + version;
    }

    /** An object of the release "postrider" in the namespace "mail". */
    Cluster has(String version, String plural, String name, Map<String, ?> spec) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", version);
        object.put("kind", KINDS.get(version).get(plural));
        object.put(
                "metadata",
                Map.of(
                        "name",
                        name,
                        "namespace",
                        "mail",
                        "labels",
                        Map.of("app.kubernetes.io/managed-by", "Helm"),
                        "annotations",
                        Map.of(
                                "meta.helm.sh/release-name", "postrider",
                                "meta.helm.sh/release-namespace", "mail")));
        object.put("spec", spec);
        answers.put("%s/namespaces/mail/%s/%s".formatted(root(version), plural, name), object);
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        Object answer = answers.get(exchange.getRequestURI().getPath());
        byte[] body = JSON.writeValueAsBytes(
                answer != null
                        ? answer
                        : Map.of(
                                "kind",
                                "Status",
                                "apiVersion",
                                "v1",
                                "status",
                                "Failure",
                                "reason",
                                "NotFound",
                                "code",
                                404));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer != null ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** The chart with its Deployments as notes, which are all of a rendering that Helm as a library returns of an upgrade. */
    private static Path noted() {
        Path copy = Unhooked.copy(Release.CHART, "noted");
        try {
            Files.writeString(copy.resolve("templates/NOTES.txt"), """
                    {{- range list "ingest" "router" "sender" }}
                    ---
                    {{ include "postrider.deployment" (dict "root" $ "component" .) }}
                    {{- end }}
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    /** The Deployments as {@code helm upgrade postrider --dry-run=server} renders them. */
    Release upgrade(String set, Map<String, ?> changes) {
        UpgradeCommand command = new Helm(CHART)
                .upgrade()
                .withName("postrider")
                .withNamespace("mail")
                .withDryRunOption(DryRun.SERVER)
                .disableOpenApiValidation()
                .withKubeConfigContents("""
                        apiVersion: v1
                        kind: Config
                        clusters: [{name: it, cluster: {server: "http://127.0.0.1:%d"}}]
                        users: [{name: it, user: {token: none}}]
                        contexts: [{name: it, context: {cluster: it, user: it, namespace: mail}}]
                        current-context: it
                        """.formatted(server.getAddress().getPort()))
                .withValuesFile(Project.file("infra/helm/values/" + set + ".yaml"));
        changes.forEach(command::set);
        String output = command.call().getOutput();
        return Release.read(output.substring(output.indexOf(NOTES) + NOTES.length()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
