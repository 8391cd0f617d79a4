package io.postrider.router.route;

import io.postrider.dns.MxLookup;
import io.postrider.dns.MxSettings;
import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.routing.Route;
import io.postrider.routing.RouteTable;
import io.postrider.routing.Site;
import io.postrider.routing.Sites;
import io.postrider.service.RouteFilesSettings;
import io.postrider.service.Timers;
import io.postrider.store.routes.Suspensions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Holds the current routes and sites, and applies them. */
@ApplicationScoped
public class Routing {
    private static final Logger LOG = Logger.getLogger(Routing.class);

    private final RouteFilesSettings settings;
    private final Suspensions suspensions;
    private final Vertx vertx;
    private final Timers timers;
    private final WeightedOrder order = new WeightedOrder();
    private final HostedSites hosted;
    private final RoutingMeters meters;
    private RouteTable table;

    public Routing(
            RouteFilesSettings settings,
            Suspensions suspensions,
            Vertx vertx,
            Timers timers,
            MxSettings mx,
            RoutingMeters meters) {
        this.settings = settings;
        this.suspensions = suspensions;
        this.vertx = vertx;
        this.timers = timers;
        this.meters = meters;
        this.hosted = new HostedSites(new MxLookup(MxLookup.Settings.of(mx)));
    }

    /** Reads the files and watches them from then on. Fails if one is unusable. */
    public void open() {
        table = new RouteTable(settings.routes().file(), settings.sites().file());
        LOG.infof("routes: %s", table.names());
        timers.every(settings.routes().look(), () -> vertx.executeBlocking(this::look, true));
        suspensions.follow();
    }

    /**
     * Batches with their site and routes; one without routes holds the recipients that no route matches. Never fails.
     *
     * @param kept the outstanding recipients of the batch
     */
    public Uni<List<Batch>> route(Batch batch, List<Recipient> kept) {
        List<Route> routes = table.routes();
        Sites sites = table.sites();
        Set<String> unknown = unknownDomains(batch, routes, sites);
        if (unknown.isEmpty()) {
            return Uni.createFrom().item(plan(batch, kept, routes, sites, Map.of()));
        }
        CompletableFuture<Map<String, String>> found = hosted.of(unknown, sites).toCompletableFuture();
        if (found.isDone()) {
            return Uni.createFrom().item(plan(batch, kept, routes, sites, found.join()));
        }
        Context context = vertx.getOrCreateContext();
        return Uni.createFrom()
                .completionStage(found)
                .emitOn(work -> context.runOnContext(now -> work.run()))
                .map(hostedAt -> plan(batch, kept, routes, sites, hostedAt));
    }

    private List<Batch> plan(
            Batch batch, List<Recipient> kept, List<Route> routes, Sites sites, Map<String, String> hostedAt) {
        return BatchSplit.of(
                batch,
                kept,
                routes,
                this::suspended,
                domain -> sites.ofDomain(domain).map(Site::name).orElseGet(() -> hostedAt.get(domain)),
                order::next);
    }

    /** Domains to which the files assign no site, and which match a route with site limits. */
    private static Set<String> unknownDomains(Batch batch, List<Route> routes, Sites sites) {
        List<Route> limited = routes.stream().filter(Route::siteLimits).toList();
        if (limited.isEmpty()) {
            return Set.of();
        }
        String sender = BatchSplit.domain(batch.message().from());
        return batch.recipients().stream()
                .map(Recipient::domain)
                .distinct()
                .filter(domain -> sites.ofDomain(domain).isEmpty())
                .filter(domain -> limited.stream()
                        .anyMatch(route ->
                                route.takes(sender, domain, batch.message().lane())))
                .collect(Collectors.toSet());
    }

    public List<String> names() {
        return table.names();
    }

    /** Why the current version of a file is not used. */
    public Optional<String> fault() {
        return table.fault();
    }

    private boolean suspended(Route route, String fromDomain, String site) {
        return route.suspended() || suspensions.on(route.name(), fromDomain.toLowerCase(Locale.ROOT), site) != null;
    }

    private Void look() {
        table.look(
                changed -> LOG.infof("routes changed: %s", table.names()),
                sites -> LOG.infof("sites changed: %d sites", sites.all().size()),
                fault -> LOG.errorf("the last good file stays in use: %s", fault));
        meters.fileRefused(table.fault().isPresent());
        return null;
    }
}
