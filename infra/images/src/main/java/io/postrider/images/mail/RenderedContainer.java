package io.postrider.images.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postrider.helm.Manifest;
import io.postrider.helm.Release;
import io.postrider.images.build.ImageException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The container of a service as the chart renders it, and how podman runs it alike, with an address for itself as a pod has. */
record RenderedContainer(Release release, String service) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String name() {
        return "postrider-check-" + service;
    }

    /** The specification of its pod. */
    Manifest pod() {
        return release.deployment(service).pod();
    }

    Manifest container() {
        return pod().at("containers.0");
    }

    /** The number of a container port. */
    int port(String port) {
        return container().all("ports").stream()
                .filter(one -> one.text("name").equals(port))
                .findFirst()
                .orElseThrow(() -> new ImageException("%s has no port %s".formatted(service, port)))
                .number("containerPort");
    }

    /** Time from SIGTERM to SIGKILL: the pod's grace period less the pause before SIGTERM. */
    Duration grace() {
        Manifest pause = container().at("lifecycle.preStop.sleep.seconds");
        int seconds = pod().number("terminationGracePeriodSeconds");
        return Duration.ofSeconds(seconds - (pause.there() ? Integer.parseInt(pause.text()) : 0));
    }

    /** The probes. */
    List<URI> probes() {
        List<URI> probes = new ArrayList<>();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            Manifest request = container().at(probe + ".httpGet");
            probes.add(URI.create("http://%s:%d%s"
                    .formatted(Pods.address(service), port(request.text("port")), request.text("path"))));
        }
        return probes;
    }

    /**
     * The command. Variables that the chart takes from Secrets are taken from the environment of podman: no command line has them.
     *
     * @param mounts the options for its volumes
     */
    List<String> command(List<String> mounts) {
        List<String> words =
                new ArrayList<>(List.of("/usr/bin/env", "podman", "run", "--rm", "--pull=never", "--name", name()));
        words.addAll(List.of("--network", Pods.namespace(service), "--http-proxy=false"));
        release.all("Service").forEach(other -> words.addAll(List.of("--add-host", Pods.host(other.name()))));
        words.addAll(List.of("--add-host", Pods.host(Pods.RELAY)));
        words.addAll(environment());
        words.addAll(security());
        words.addAll(resources());
        words.addAll(mounts);
        List<String> command = texts("command");
        if (!command.isEmpty()) {
            words.addAll(List.of("--entrypoint", json(command)));
        }
        words.add(container().text("image"));
        words.addAll(texts("args"));
        return words;
    }

    private List<String> environment() {
        List<String> words = new ArrayList<>();
        List<String> secrets = container().all("env").stream()
                .filter(variable -> variable.at("valueFrom.secretKeyRef").there())
                .map(variable -> variable.text("name"))
                .toList();
        release.environment(service)
                .forEach((name, value) ->
                        words.addAll(List.of("--env", secrets.contains(name) ? name : name + "=" + value)));
        return words;
    }

    /** Of the pod, and of the container over it. */
    private List<String> security() {
        Map<String, Object> context = new TreeMap<>();
        pod().map("securityContext").forEach((name, value) -> context.put(name.toString(), value));
        container().map("securityContext").forEach((name, value) -> context.put(name.toString(), value));
        List<String> words = new ArrayList<>();
        context.forEach((name, value) -> words.addAll(security(name, new Manifest(value), context)));
        return words;
    }

    private static List<String> security(String name, Manifest value, Map<String, Object> context) {
        return switch (name) {
            case "runAsUser" -> List.of("--user", value.text() + ":" + context.getOrDefault("runAsGroup", 0));
            case "fsGroup" -> List.of("--group-add", value.text());
            case "allowPrivilegeEscalation" ->
                value.text().equals("false") ? List.of("--security-opt", "no-new-privileges") : List.of();
            case "readOnlyRootFilesystem" ->
                value.text().equals("true") ? List.of("--read-only", "--read-only-tmpfs=false") : List.of();
            case "capabilities" -> capabilities(value);
            // Said with the user; the same by default; of volumes that change their owner, which these do not.
            case "runAsGroup", "runAsNonRoot", "seccompProfile", "fsGroupChangePolicy" -> List.of();
            default -> throw new ImageException("%s of a security context is not known here".formatted(name));
        };
    }

    private static List<String> capabilities(Manifest value) {
        List<String> words = new ArrayList<>();
        value.all("drop").forEach(one -> words.addAll(List.of("--cap-drop", one.text())));
        value.all("add").forEach(one -> words.addAll(List.of("--cap-add", one.text())));
        return words;
    }

    /** The limits; a pod has no swap. */
    private List<String> resources() {
        List<String> words = new ArrayList<>();
        container().map("resources.limits").forEach((name, value) -> {
            String limit = value.toString().replace("Mi", "m").replace("Gi", "g");
            switch (name.toString()) {
                case "memory" -> words.addAll(List.of("--memory", limit, "--memory-swap", limit));
                case "cpu" -> words.addAll(List.of("--cpus", limit));
                default -> throw new ImageException("a limit for %s is not known here".formatted(name));
            }
        });
        return words;
    }

    private List<String> texts(String path) {
        return container().all(path).stream().map(Manifest::text).toList();
    }

    private static String json(List<String> words) {
        try {
            return JSON.writeValueAsString(words);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
