package io.postrider.router.route;

import io.postrider.contract.Batch;
import io.postrider.files.FileWatch;
import io.postrider.ledger.Suspensions;
import io.postrider.router.RouterSettings;
import io.postrider.routes.Route;
import io.postrider.routes.RoutesFile;
import io.postrider.routes.Site;
import io.postrider.routes.Sites;
import io.postrider.routes.SitesFile;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Holds the routes and sites as their files have them now, and applies them. */
@ApplicationScoped
public class Routing {
    private static final Logger LOG = Logger.getLogger(Routing.class);

    private final RouterSettings settings;
    private final Suspensions suspensions;
    private final Vertx vertx;
    private final WeightedOrder order = new WeightedOrder();
    private FileWatch<List<Route>> routes;
    private Optional<FileWatch<Sites>> sites = Optional.empty();
    private volatile Sites known = SitesFile.shipped();

    public Routing(RouterSettings settings, Suspensions suspensions, Vertx vertx) {
        this.settings = settings;
        this.suspensions = suspensions;
        this.vertx = vertx;
    }

    /** Reads the files, and from then on follows them. Fails if one cannot be used. */
    public void open() {
        routes = new FileWatch<>(settings.routes().file(), RoutesFile::read);
        sites = settings.sites().file().map(file -> new FileWatch<>(file, SitesFile::read));
        sites.ifPresent(watch -> known = watch.value());
        LOG.infof("routes: %s", names(routes.value()));
        vertx.setPeriodic(settings.routes().look().toMillis(), tick -> vertx.executeBlocking(this::look, true));
    }

    /** Batches with their site and routes; one without routes holds those whom none takes. */
    public List<Batch> route(Batch batch) {
        List<Route> inUse =
                routes.value().stream().filter(route -> !suspended(route)).toList();
        return Plan.of(batch, inUse, this::site, order::next);
    }

    public List<String> names() {
        return names(routes.value());
    }

    /** Why a file as it is now is not used. */
    public Optional<String> fault() {
        return Stream.concat(routes.fault().stream(), sites.flatMap(FileWatch::fault).stream())
                .findFirst();
    }

    private boolean suspended(Route route) {
        return route.suspended() || suspensions.holds(route.name());
    }

    private String site(String domain) {
        return known.ofDomain(domain).map(Site::name).orElse(null);
    }

    private Void look() {
        routes.look(
                changed -> LOG.infof("routes changed: %s", names(changed)),
                fault -> LOG.errorf("the last good routes stay in use: %s", fault));
        sites.ifPresent(watch -> watch.look(
                changed -> known = changed, fault -> LOG.errorf("the last good sites stay in use: %s", fault)));
        return null;
    }

    private static List<String> names(List<Route> routes) {
        return routes.stream().map(Route::name).toList();
    }
}
