package io.postrider.router.route;

import io.postrider.contract.Batch;
import io.postrider.router.RouterSettings;
import io.postrider.routes.Route;
import io.postrider.routes.RoutesWatch;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Holds the routes as the file has them now, and applies them. */
@ApplicationScoped
public class Routing {
    private static final Logger LOG = Logger.getLogger(Routing.class);

    private final RouterSettings.Routes settings;
    private final Vertx vertx;
    private final WeightedOrder order = new WeightedOrder();
    private RoutesWatch watch;

    public Routing(RouterSettings settings, Vertx vertx) {
        this.settings = settings.routes();
        this.vertx = vertx;
    }

    /** Reads the routes, and from then on follows their file. Fails if it cannot be used. */
    public void open() {
        watch = new RoutesWatch(settings.file());
        LOG.infof("routes: %s", names());
        vertx.setPeriodic(settings.look().toMillis(), tick -> vertx.executeBlocking(this::look, true));
    }

    /** Batches with their site and routes; one without routes holds those whom none takes. */
    public List<Batch> route(Batch batch) {
        return Plan.of(batch, watch.routes(), order::next);
    }

    public List<String> names() {
        return watch.routes().stream().map(Route::name).toList();
    }

    /** Why the routes file as it is now is not used. */
    public Optional<String> fault() {
        return watch.fault();
    }

    private Void look() {
        Optional<String> before = watch.fault();
        if (watch.look()) {
            LOG.infof("routes changed: %s", names());
        } else if (watch.fault().isPresent() && !watch.fault().equals(before)) {
            LOG.errorf("the last good routes stay in use: %s", watch.fault().get());
        }
        return null;
    }
}
