package io.postrider.helm.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which properties there are, and which variables of the environment set them. */
final class Properties {
    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";

    private Properties() {}

    /** As Quarkus names the variable of a property. */
    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The {@code postrider.…} properties of a service, from its settings interfaces. */
    static Set<String> ofService(String service) {
        Set<String> properties = all(service);
        // What has a name in its middle is set by the chart only.
        properties.removeIf(property -> property.contains("*"));
        return properties;
    }

    /** Variables of those that have a name in their middle. */
    static Set<Pattern> namedOfService(String service) {
        return all(service).stream()
                .filter(property -> property.contains(".*."))
                .map(property ->
                        Pattern.compile(variable(property.replace("*", "Any")).replace("ANY", "[A-Z0-9]+")))
                .collect(Collectors.toSet());
    }

    private static Set<String> all(String service) {
        Set<String> properties = new TreeSet<>();
        for (Class<?> settings : ServiceConfig.settings(service)) {
            String prefix = settings.getAnnotation(ConfigMapping.class).prefix();
            properties.addAll(ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(settings, prefix))
                    .keySet());
        }
        // A list is set whole.
        properties.removeIf(property -> property.contains("[*]"));
        return properties;
    }

    /** Variables that set what Quarkus reads at the start, from the documentation in its jars; some have a name in the middle. */
    static Set<Pattern> ofQuarkus() {
        Set<Pattern> variables = new HashSet<>();
        try {
            for (URL model : Collections.list(Properties.class.getClassLoader().getResources(MODEL))) {
                collect(new ObjectMapper().readTree(model.openStream()), variables);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return variables;
    }

    private static void collect(JsonNode node, Set<Pattern> variables) {
        if ("RUN_TIME".equals(node.path("phase").asText())) {
            node.findValuesAsText("environmentVariable")
                    .forEach(variable ->
                            variables.add(Pattern.compile(variable.replaceAll("__[A-Z_]+?__", "__[A-Z0-9_]+?__"))));
        }
        node.forEach(inner -> collect(inner, variables));
    }
}
