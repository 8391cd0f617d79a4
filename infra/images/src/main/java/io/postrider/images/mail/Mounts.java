package io.postrider.images.mail;

import io.postrider.helm.Manifest;
import io.postrider.helm.Release;
import io.postrider.images.build.ImageException;
import io.postrider.images.build.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The volumes of a pod, laid out as the kubelet lays them out: the files lie in a directory that the link {@code ..data} names, belong to
 * root and the pod's {@code fsGroup}, and have the modes of the manifest.
 *
 * @param folder gets a directory for each volume
 * @param secrets the content of each Secret by its name, and then by key
 */
record Mounts(Release release, Manifest pod, Path folder, Map<String, Map<String, String>> secrets) {
    private static final int USUAL_MODE = 0644;
    private static final String DIRECTORY_MODE = "rwxr-xr-x";

    /** Options of podman for the mounts of a container. */
    List<String> options(Manifest container) {
        List<String> options = new ArrayList<>();
        for (Manifest mount : container.all("volumeMounts")) {
            Manifest volume = pod.all("volumes").stream()
                    .filter(one -> one.text("name").equals(mount.text("name")))
                    .findFirst()
                    .orElseThrow(() -> new ImageException("there is no volume " + mount.text("name")));
            options.addAll(option(volume, mount.text("mountPath")));
        }
        return options;
    }

    private List<String> option(Manifest volume, String path) {
        if (volume.at("emptyDir").there()) {
            String size = volume.text("emptyDir.sizeLimit").replace("Mi", "m");
            return List.of("--tmpfs", "%s:rw,exec,nosuid,nodev,mode=1777,size=%s".formatted(path, size));
        }
        return List.of("--volume", laidOut(volume) + ":" + path + ":ro");
    }

    private Path laidOut(Manifest volume) {
        boolean secret = volume.at("secret").there();
        Manifest source = volume.at(secret ? "secret" : "configMap");
        Map<String, String> files = new TreeMap<>(secret ? secret(source) : configMap(source));
        Map<String, String> chosen = new TreeMap<>();
        for (Manifest item : source.all("items")) {
            chosen.put(item.text("path"), files.get(item.text("key")));
        }
        int mode = source.at("defaultMode").there() ? source.number("defaultMode") : USUAL_MODE;
        return write(volume.text("name"), chosen.isEmpty() ? files : chosen, mode);
    }

    private Map<String, String> secret(Manifest source) {
        String name = source.text("secretName");
        if (!secrets.containsKey(name)) {
            throw new ImageException("there is no Secret %s, only %s".formatted(name, secrets.keySet()));
        }
        return secrets.get(name);
    }

    private Map<String, String> configMap(Manifest source) {
        Map<String, String> data = new TreeMap<>();
        release.one("ConfigMap", source.text("name"))
                .map("data")
                .forEach((key, value) -> data.put(key.toString(), value.toString()));
        return data;
    }

    private Path write(String volume, Map<String, String> files, int mode) {
        Path place = folder.resolve(volume);
        try {
            Shell.run("rm", "-rf", place.toString());
            Path data = Files.createDirectories(place.resolve("..2026"));
            readable(place);
            readable(data);
            Files.createSymbolicLink(place.resolve("..data"), Path.of("..2026"));
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path written = Files.writeString(data.resolve(file.getKey()), file.getValue());
                Files.setAttribute(written, "unix:mode", mode);
                if (pod.at("securityContext.fsGroup").there()) {
                    Files.setAttribute(written, "unix:gid", pod.number("securityContext.fsGroup"));
                }
                Files.createSymbolicLink(place.resolve(file.getKey()), Path.of("..data", file.getKey()));
            }
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readable(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(DIRECTORY_MODE));
    }
}
