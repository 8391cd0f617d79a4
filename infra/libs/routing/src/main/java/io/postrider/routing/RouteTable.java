package io.postrider.routing;

import io.postrider.files.FileWatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The routes and sites in their current versions. */
public final class RouteTable {
    private final FileWatch<List<Route>> routes;
    private final Optional<FileWatch<Sites>> sites;
    private final Sites shipped = SitesFile.shipped();

    /**
     * @param sitesFile whose sites replace the built-in ones of the same name
     * @throws io.postrider.files.FileException if a file is unusable
     */
    public RouteTable(Path routesFile, Optional<Path> sitesFile) {
        routes = new FileWatch<>(routesFile, file -> withTests(RoutesFile.read(file)));
        sites = sitesFile.map(file -> new FileWatch<>(file, SitesFile::read));
    }

    private static List<Route> withTests(List<Route> ofFile) {
        return Stream.concat(ofFile.stream(), Stream.of(TestRoute.ONLY)).toList();
    }

    /** The routes of the file, and the one for test addresses. */
    public List<Route> routes() {
        return routes.value();
    }

    /** The names of the file's routes, with suspended ones marked. */
    public List<String> names() {
        return routes().stream()
                .filter(route -> !(route instanceof TestRoute))
                .map(route -> route.suspended() ? route.name() + " (suspended)" : route.name())
                .toList();
    }

    public Sites sites() {
        return sites.map(FileWatch::value).orElse(shipped);
    }

    /** Why the current version of a file is not used. */
    public Optional<String> fault() {
        return Stream.concat(routes.fault().stream(), sites.flatMap(FileWatch::fault).stream())
                .findFirst();
    }

    /**
     * Reloads changed files. Not thread-safe.
     *
     * @param changed receives the new routes, if they changed
     * @param sitesChanged receives the new sites, if they changed
     * @param refused receives the reason why the last good ones stay in use
     */
    public void look(Consumer<List<Route>> changed, Consumer<Sites> sitesChanged, Consumer<String> refused) {
        routes.look(changed, refused);
        sites.ifPresent(watch -> watch.look(sitesChanged, refused));
    }
}
