package io.postrider.e2e.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the Helm chart says by default. */
public final class Chart {
    private static final Path VALUES = Path.of("..", "..", "helm", "postrider", "values.yaml");

    private Chart() {}

    /** From SIGTERM to SIGKILL: the pod's grace, of which the pause before SIGTERM is a part. */
    public static Duration grace(String service) {
        Map<?, ?> values = (Map<?, ?>) values().get(service);
        return Duration.ofSeconds(
                (Integer) values.get("terminationGracePeriodSeconds") - (Integer) values.get("preStopSeconds"));
    }

    /** MiB of a service's heap: the chart's share of the memory limit. */
    public static int heapMiB(String service) {
        Map<?, ?> values = (Map<?, ?>) values().get(service);
        Map<?, ?> limits = (Map<?, ?>) ((Map<?, ?>) values.get("resources")).get("limits");
        int limit = Integer.parseInt(((String) limits.get("memory")).replace("Mi", ""));
        return limit * (Integer) values.get("heapPercent") / 100;
    }

    private static Map<?, ?> values() {
        try (InputStream file = Files.newInputStream(VALUES)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the chart's values cannot be read", e);
        }
    }
}
