package io.postrider.images.build;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.Ports;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** The image of a target, made by Jib: no engine is needed, and no base image. */
public final class JibImage {
    private final Image image;
    private final List<StageBuilder.Layer> layers;
    private final Path cache;

    /** @param cache keeps layers for the next time */
    public JibImage(Image image, List<StageBuilder.Layer> layers, Path cache) {
        this.image = image;
        this.layers = layers;
        this.cache = cache;
    }

    /** As {@code docker load} takes it. */
    public void save(String name, Path tar) {
        make(ImageFormat.Docker, () -> Containerizer.to(TarImage.at(tar).named(name)));
    }

    /** @param name with its registry and tag; the configuration of docker or podman has the credentials */
    public void push(String name) {
        make(ImageFormat.OCI, () -> {
            ImageReference reference = ImageReference.parse(name);
            CredentialRetrieverFactory credentials =
                    CredentialRetrieverFactory.forImage(reference, event -> say(event));
            return Containerizer.to(RegistryImage.named(reference).addCredentialRetriever(credentials.dockerConfig()));
        });
    }

    private interface Target {
        Containerizer containerizer() throws Exception;
    }

    private void make(ImageFormat format, Target target) {
        try {
            container()
                    .setFormat(format)
                    .containerize(target.containerizer()
                            .setToolName("postrider-images")
                            .setApplicationLayersCache(cache)
                            .setBaseImageLayersCache(cache));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted", e);
        } catch (ExecutionException e) {
            throw new ImageException("Jib: " + e.getCause().getMessage(), e);
        } catch (Exception e) {
            throw new ImageException("Jib: " + e.getMessage(), e);
        }
    }

    private JibContainerBuilder container() throws IOException {
        JibContainerBuilder builder = Jib.fromScratch()
                .setPlatforms(Set.of(new Platform(architecture(), "linux")))
                .setUser(image.user())
                .setWorkingDirectory(AbsoluteUnixPath.get(image.folder()))
                .setEntrypoint(image.entrypoint())
                .setEnvironment(image.environment())
                .setExposedPorts(
                        Ports.parse(image.ports().stream().map(String::valueOf).toList()))
                .setLabels(image.labels())
                .setCreationTime(Instant.parse(image.labels().get("org.opencontainers.image.created")));
        for (StageBuilder.Layer layer : layers) {
            builder.addFileEntriesLayer(filled(layer));
        }
        return builder;
    }

    private static FileEntriesLayer filled(StageBuilder.Layer layer) throws IOException {
        FileEntriesLayer.Builder entries = FileEntriesLayer.builder().setName(layer.instruction());
        for (StageBuilder.Entry entry : layer.entries()) {
            entries.addEntry(
                    entry.source(),
                    AbsoluteUnixPath.get(entry.target()),
                    FilePermissions.fromPosixFilePermissions(Files.getPosixFilePermissions(entry.source())),
                    // The AOT cache knows the jars by their times; folders have none that matters.
                    Files.isDirectory(entry.source())
                            ? Instant.EPOCH
                            : Files.getLastModifiedTime(entry.source()).toInstant());
        }
        return entries.build();
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm64" : name;
    }

    private static void say(LogEvent event) {
        if (event.getLevel() == LogEvent.Level.WARN || event.getLevel() == LogEvent.Level.ERROR) {
            System.err.println(event.getMessage());
        }
    }
}
