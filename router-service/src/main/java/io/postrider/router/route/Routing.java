package io.postrider.router.route;

import io.postrider.contract.Batch;
import io.postrider.contract.Recipient;
import io.postrider.files.FileWatch;
import io.postrider.ledger.Suspensions;
import io.postrider.mx.MxLookup;
import io.postrider.mx.MxSettings;
import io.postrider.router.RouterSettings;
import io.postrider.routes.Route;
import io.postrider.routes.RoutesFile;
import io.postrider.routes.Site;
import io.postrider.routes.Sites;
import io.postrider.routes.SitesFile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
    private final HostedSites hosted;
    private FileWatch<List<Route>> routes;
    private Optional<FileWatch<Sites>> sites = Optional.empty();
    private volatile Sites known = SitesFile.shipped();

    public Routing(RouterSettings settings, Suspensions suspensions, Vertx vertx, MxSettings mx) {
        this.settings = settings;
        this.suspensions = suspensions;
        this.vertx = vertx;
        this.hosted = new HostedSites(new MxLookup(MxLookup.Settings.of(mx)));
    }

    /** Reads the files, and from then on follows them. Fails if one cannot be used. */
    public void open() {
        routes = new FileWatch<>(settings.routes().file(), RoutesFile::read);
        sites = settings.sites().file().map(file -> new FileWatch<>(file, SitesFile::read));
        sites.ifPresent(watch -> known = watch.value());
        LOG.infof("routes: %s", names(routes.value()));
        vertx.setPeriodic(settings.routes().look().toMillis(), tick -> vertx.executeBlocking(this::look, true));
    }

    /** Batches with their site and routes; one without routes holds those whom none takes. Never fails. */
    public Uni<List<Batch>> route(Batch batch) {
        List<Route> inUse =
                routes.value().stream().filter(route -> !suspended(route)).toList();
        Sites sites = known;
        Set<String> unknown = unknownDomains(batch, inUse, sites);
        if (unknown.isEmpty()) {
            return Uni.createFrom().item(plan(batch, inUse, sites, Map.of()));
        }
        CompletableFuture<Map<String, String>> found = hosted.of(unknown, sites).toCompletableFuture();
        if (found.isDone()) {
            return Uni.createFrom().item(plan(batch, inUse, sites, found.join()));
        }
        Context context = vertx.getOrCreateContext();
        return Uni.createFrom()
                .completionStage(found)
                .emitOn(work -> context.runOnContext(now -> work.run()))
                .map(bySite -> plan(batch, inUse, sites, bySite));
    }

    private List<Batch> plan(Batch batch, List<Route> inUse, Sites sites, Map<String, String> hostedAt) {
        return Plan.of(
                batch,
                inUse,
                domain -> sites.ofDomain(domain).map(Site::name).orElseGet(() -> hostedAt.get(domain)),
                order::next);
    }

    /** Domains of which the files do not say whose they are, and that may go by a route where this makes a difference. */
    private static Set<String> unknownDomains(Batch batch, List<Route> inUse, Sites sites) {
        List<Route> limited = inUse.stream().filter(Route::siteLimits).toList();
        if (limited.isEmpty()) {
            return Set.of();
        }
        String sender = Plan.domain(batch.message().from());
        Predicate<String> mayBeLimited = domain -> limited.stream()
                .anyMatch(route ->
                        route.match().takes(sender, domain, batch.message().lane()));
        return batch.recipients().stream()
                .map(Recipient::domain)
                .distinct()
                .filter(domain -> sites.ofDomain(domain).isEmpty())
                .filter(mayBeLimited)
                .collect(Collectors.toSet());
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
