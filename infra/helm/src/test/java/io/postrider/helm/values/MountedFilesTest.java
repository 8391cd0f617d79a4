package io.postrider.helm.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.files.FileWatch;
import io.postrider.files.Reference;
import io.postrider.helm.Manifest;
import io.postrider.helm.Project;
import io.postrider.helm.Release;
import io.postrider.routing.Route;
import io.postrider.routing.RoutesFile;
import io.postrider.routing.SitesFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The files that the chart mounts, read by the code that reads them in the services. */
class MountedFilesTest {
    @TempDir
    Path mount;

    @Test
    void routesAndSitesOfTheChartAreUsable() throws IOException {
        for (String set : Release.sets()) {
            if (set.equals("external")) {
                continue; // has a separate ConfigMap
            }
            Map<?, ?> files =
                    Release.of(set).one("ConfigMap", "postrider-routes").map("data");
            Path routes = Files.writeString(
                    mount.resolve("routes.yaml"), files.get("routes.yaml").toString());
            assertFalse(RoutesFile.read(routes).isEmpty());
            if (files.containsKey("sites.yaml")) {
                SitesFile.read(Files.writeString(
                        mount.resolve("sites.yaml"), files.get("sites.yaml").toString()));
            }
        }
    }

    /** ingest-service has a test that starts its listener with exactly these. */
    @Test
    void listenerForReportsFindsItsKeyPairByVariables() throws IOException {
        Release release = Release.of("production");
        java.util.Properties listed = new java.util.Properties();
        try (Reader in = Files.newBufferedReader(Project.file("ingest-service/src/test/resources/chart/report.env"))) {
            listed.load(in);
        }
        Map<Object, Object> rendered = new TreeMap<>(release.environment("ingest"));
        rendered.keySet()
                .removeIf(name -> !name.toString().matches("POSTRIDER_REPORT_.*|QUARKUS_TLS_.*|POSTRIDER_VERP_DOMAIN"));
        assertEquals(new TreeMap<>(listed), rendered);
        List<String> mounts = release.deployment("ingest").containers().get(0).all("volumeMounts").stream()
                .map(one -> one.text("mountPath"))
                .toList();
        for (String file : List.of("POSTRIDER_REPORT_TLS_CERTIFICATE", "POSTRIDER_REPORT_TLS_KEY")) {
            Path path = Path.of(listed.getProperty(file));
            assertTrue(mounts.contains(path.getParent().toString()), path::toString);
        }
    }

    @Test
    void routeOfTheDefaultSendsNothing() throws IOException {
        Path routes = Files.writeString(
                mount.resolve("routes.yaml"),
                Release.of("defaults").one("ConfigMap", "postrider-routes").text("data.routes~yaml"));
        assertTrue(RoutesFile.read(routes).stream().allMatch(Route::suspended));
    }

    @Test
    void whatRoutesAndDkimReferToIsMounted() {
        Release release = Release.of("production");
        List<String> directories = release.deployment("sender").containers().get(0).all("volumeMounts").stream()
                .map(one -> one.text("mountPath"))
                .toList();
        Manifest dkim = new Manifest(
                new Yaml().load(release.one("ConfigMap", "postrider-dkim").text("data.dkim~yaml")));
        Manifest routes = new Manifest(
                new Yaml().load(release.one("ConfigMap", "postrider-routes").text("data.routes~yaml")));
        List<String> references = new ArrayList<>(List.of(routes.text("routes.0.password")));
        dkim.all("domains.0.selectors").forEach(selector -> references.add(selector.text("key")));
        assertEquals(3, references.size());
        for (String text : references) {
            Reference reference = Reference.of(text);
            assertTrue(reference.inFile());
            assertTrue(
                    directories.contains(Path.of(reference.place()).getParent().toString()), reference.place());
        }
    }

    /** The kubelet keeps the files in a directory that the link {@code ..data} names, and swaps that link. */
    @Test
    void changedConfigMapIsNoticed() throws IOException {
        publish("..1", "routes: [{name: first, host: a.example}]");
        Files.createSymbolicLink(mount.resolve("routes.yaml"), Path.of("..data", "routes.yaml"));
        FileWatch<List<Route>> watch = new FileWatch<>(mount.resolve("routes.yaml"), RoutesFile::read);
        assertEquals("first", watch.value().get(0).name());

        publish("..2", "routes: [{name: second, host: b.example}]");
        List<String> seen = new ArrayList<>();
        watch.look(changed -> seen.add(changed.get(0).name()), seen::add);
        assertEquals(List.of("second"), seen);

        publish("..3", "routes: [{name: broken}]");
        watch.look(changed -> seen.add("taken"), refused -> seen.add("refused"));
        assertEquals(List.of("second", "refused"), seen);
        assertEquals("second", watch.value().get(0).name());
    }

    private void publish(String directory, String routes) throws IOException {
        Path data = Files.createDirectory(mount.resolve(directory));
        Files.writeString(data.resolve("routes.yaml"), routes);
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(directory));
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void podsAreNotRestartedForWhatIsFollowed() {
        Map<String, String> other = Map.of("routes.list[0].name", "other", "routes.list[0].host", "o.example");
        for (String service : Release.SERVICES) {
            assertEquals(
                    Release.of("defaults").deployment(service),
                    Release.of("postrider", "defaults", other).deployment(service));
            assertFalse(Release.of("defaults")
                    .deployment(service)
                    .equals(Release.of("postrider", "defaults", Map.of("logs.level", "WARN"))
                            .deployment(service)));
        }
    }
}
