package io.postrider.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** The chart rendered by Helm with a set of values. */
public record Release(List<Manifest> manifests) {
    public static final List<String> SERVICES = List.of("ingest", "router", "sender");
    public static final Path CHART = Project.file("infra/helm/postrider");

    private static final Path UNHOOKED = Unhooked.copy(CHART);
    private static final String KUBERNETES = "1.34.0";
    private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();

    /** Names of the sets in {@code infra/helm/values}. */
    public static List<String> sets() {
        return Project.files("infra/helm/values", ".yaml").stream()
                .map(file -> file.getFileName().toString().replace(".yaml", ""))
                .toList();
    }

    /** As {@code helm template postrider -n mail -f values/SET.yaml}. */
    public static Release of(String set) {
        return of("postrider", set, Map.of());
    }

    /** @param changes of single values, by path */
    public static Release of(String name, String set, Map<String, ?> changes) {
        TemplateCommand command = new Helm(UNHOOKED)
                .template()
                .withName(name)
                .withNamespace("mail")
                .withKubeVersion(KUBERNETES)
                .withValuesFile(Project.file("infra/helm/values/" + set + ".yaml"));
        changes.forEach(command::set);
        // Rendering takes a tenth of a second, and most tests read the same releases.
        return read(RENDERED.computeIfAbsent(name + set + changes, once -> Unhooked.rehook(command.call())));
    }

    public static Release read(String yaml) {
        return new Release(StreamSupport.stream(new Yaml().loadAll(yaml).spliterator(), false)
                .filter(document -> document != null)
                .map(Manifest::new)
                .toList());
    }

    /** All objects of a kind. */
    public List<Manifest> all(String kind) {
        return manifests.stream().filter(one -> one.kind().equals(kind)).toList();
    }

    /** @throws NoSuchElementException if nothing of this kind has the name */
    public Manifest one(String kind, String name) {
        return all(kind).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(kind + " " + name));
    }

    /** That of a service. */
    public Manifest deployment(String service) {
        return one("Deployment", "postrider-" + service);
    }

    /** Objects that make pods. */
    public List<Manifest> workloads() {
        return manifests.stream().filter(one -> one.pod().there()).toList();
    }

    /**
     * The environment of a container as a pod gets it, ConfigMaps included. A value from a Secret is the text
     * {@code NAME/KEY}.
     */
    public Map<String, String> environment(Manifest container) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Manifest source : container.all("envFrom")) {
            one("ConfigMap", source.text("configMapRef.name"))
                    .map("data")
                    .forEach((name, value) -> environment.put(name.toString(), value.toString()));
        }
        for (Manifest variable : container.all("env")) {
            Manifest secret = variable.at("valueFrom.secretKeyRef");
            String value = secret.there() ? secret.text("name") + "/" + secret.text("key") : variable.text("value");
            environment.put(variable.text("name"), value);
        }
        return environment;
    }

    /** That of a service. */
    public Map<String, String> environment(String service) {
        return environment(deployment(service).containers().get(0));
    }
}
