package io.postrider.router.route;

import io.postrider.contract.Batch;
import io.postrider.ledger.Suspensions;
import io.postrider.router.RouterSettings;
import io.postrider.routes.Route;
import io.postrider.routes.RouteTable;
import io.postrider.routes.Site;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Holds the routes and sites as their files have them now, and applies them. */
@ApplicationScoped
public class Routing {
    private static final Logger LOG = Logger.getLogger(Routing.class);

    private final RouterSettings settings;
    private final Suspensions suspensions;
    private final Vertx vertx;
    private final WeightedOrder order = new WeightedOrder();
    private RouteTable table;

    public Routing(RouterSettings settings, Suspensions suspensions, Vertx vertx) {
        this.settings = settings;
        this.suspensions = suspensions;
        this.vertx = vertx;
    }

    /** Reads the files, and from then on follows them. Fails if one cannot be used. */
    public void open() {
        table = new RouteTable(settings.routes().file(), settings.sites().file());
        LOG.infof("routes: %s", table.names());
        vertx.setPeriodic(settings.routes().look().toMillis(), tick -> vertx.executeBlocking(this::look, true));
        suspensions.follow();
    }

    /** Batches with their site and routes; one without routes holds those whom none takes. */
    public List<Batch> route(Batch batch) {
        return Plan.of(batch, table.routes(), this::suspended, this::site, order::next);
    }

    public List<String> names() {
        return table.names();
    }

    /** Why a file as it is now is not used. */
    public Optional<String> fault() {
        return table.fault();
    }

    private boolean suspended(Route route) {
        return route.suspended() || suspensions.holds(route.name());
    }

    private String site(String domain) {
        return table.sites().ofDomain(domain).map(Site::name).orElse(null);
    }

    private Void look() {
        table.look(
                changed -> LOG.infof("routes changed: %s", table.names()),
                fault -> LOG.errorf("the last good file stays in use: %s", fault));
        return null;
    }
}
