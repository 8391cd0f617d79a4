package io.postrider.helm.values;

import io.postrider.dns.MxSettings;
import io.postrider.helm.Project;
import io.postrider.ingest.model.DispatchSettings;
import io.postrider.queue.BrokerSettings;
import io.postrider.router.receive.SubmittedSettings;
import io.postrider.sender.compose.ComposeSettings;
import io.postrider.sender.compose.ReturnPathSettings;
import io.postrider.sender.deliver.transport.DeliverSettings;
import io.postrider.sender.pace.PaceSettings;
import io.postrider.sender.receive.OutboundSettings;
import io.postrider.sender.settle.SettleSettings;
import io.postrider.sender.settle.UnsavedOutcomesSettings;
import io.postrider.service.RouteFilesSettings;
import io.postrider.testing.ModuleClasses;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a service reads from an environment and from its own application.yaml, with its settings interfaces. */
public final class ServiceConfig {
    private static final Map<String, List<Class<?>>> SETTINGS = Map.of(
            "ingest", and(ModuleClasses.named(DispatchSettings.class, "Settings"), BrokerSettings.class),
            "router",
                    List.of(RouteFilesSettings.class, SubmittedSettings.class, BrokerSettings.class, MxSettings.class),
            "sender",
                    List.of(
                            RouteFilesSettings.class,
                            OutboundSettings.class,
                            PaceSettings.class,
                            UnsavedOutcomesSettings.class,
                            ComposeSettings.class,
                            ReturnPathSettings.class,
                            DeliverSettings.class,
                            SettleSettings.class,
                            BrokerSettings.class,
                            MxSettings.class));

    private ServiceConfig() {}

    private static List<Class<?>> and(List<Class<?>> some, Class<?> another) {
        return Stream.concat(some.stream(), Stream.of(another)).toList();
    }

    /** @throws RuntimeException if a setting is missing, unknown or cannot be read */
    public static SmallRyeConfig of(String service, Map<String, String> environment) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(environment, 300), file(service));
        SETTINGS.get(service).forEach(builder::withMapping);
        // Mappings share prefixes with each other and with those of the broker and of mx.
        return builder.withMappingIgnore("postrider.**").build();
    }

    public static List<Class<?>> settings(String service) {
        return SETTINGS.get(service);
    }

    public static YamlConfigSource file(String service) {
        try {
            return new YamlConfigSource(
                    Project.file(service + "-service/src/main/resources/application.yaml")
                            .toUri()
                            .toURL(),
                    250);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
