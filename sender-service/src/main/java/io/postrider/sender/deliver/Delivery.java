package io.postrider.sender.deliver;

import io.postrider.contract.Lane;
import io.postrider.files.FileWatch;
import io.postrider.mx.MxLookup;
import io.postrider.mx.MxSettings;
import io.postrider.routes.Route;
import io.postrider.routes.RoutesFile;
import io.postrider.routes.Sites;
import io.postrider.routes.SitesFile;
import io.postrider.sender.Attempt;
import io.postrider.sender.Handover;
import io.postrider.sender.Letter;
import io.postrider.sender.Meters;
import io.postrider.sender.SenderSettings;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The step: hands a letter to the first of its routes that can be reached. */
@ApplicationScoped
public class Delivery {
    private static final Logger LOG = Logger.getLogger(Delivery.class);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final SenderSettings settings;
    private final Vertx vertx;
    private final ReactiveMailer mailer;
    private final Meters meters;
    private final MxSettings mx;
    private Optional<FileWatch<Sites>> sites = Optional.empty();
    private volatile Sites knownSites = SitesFile.shipped();
    private FileWatch<List<Route>> watch;
    private Transports transports;

    public Delivery(SenderSettings settings, Vertx vertx, ReactiveMailer mailer, Meters meters, MxSettings mx) {
        this.settings = settings;
        this.vertx = vertx;
        this.mailer = mailer;
        this.meters = meters;
        this.mx = mx;
    }

    /** Reads the routes, and from then on follows their file. Fails if it cannot be used. Blocks on name resolution. */
    public void open() {
        watch = new FileWatch<>(settings.routes().file(), RoutesFile::read);
        sites = settings.sites().file().map(file -> new FileWatch<>(file, SitesFile::read));
        sites.ifPresent(sitesWatch -> knownSites = sitesWatch.value());
        // One sender, until the number of those that are alive is known here.
        MxSurroundings surroundings =
                new MxSurroundings(new MxLookup(MxLookup.Settings.of(mx)), () -> knownSites, () -> 1);
        transports = new Transports(vertx, smtp(settings.deliver()), mailer, surroundings, GRACE);
        transports.update(watch.value());
        LOG.infof("routes: %s", names());
        vertx.setPeriodic(settings.routes().look().toMillis(), tick -> vertx.executeBlocking(this::look, true));
    }

    /** Never more than one route takes the letter. Fails only if its MIME cannot be made. */
    public Uni<Attempt> deliver(Letter letter, Lane lane, List<String> routes) {
        if (routes.isEmpty()) {
            return Uni.createFrom().item(new Attempt(null, new Handover.Unreachable("no route takes it", null)));
        }
        return handOver(letter, lane, routes, 0);
    }

    /** How each route stands. */
    public Map<String, Transport.Figures> figures() {
        return transports.figures();
    }

    /** Why the routes file as it is now is not used. */
    public Optional<String> fault() {
        return watch.fault();
    }

    /** Finishes the letters that are on their way. */
    public void close() {
        transports.close(GRACE).await().atMost(GRACE.plusSeconds(1));
    }

    private Uni<Attempt> handOver(Letter letter, Lane lane, List<String> routes, int place) {
        String route = routes.get(place);
        return transports
                .of(route)
                .map(transport -> transport.deliver(letter, lane))
                .orElseGet(() -> Uni.createFrom()
                        .item(new Handover.Unreachable("the routes file has no route of this name", null)))
                .chain(handover -> {
                    if (handover instanceof Handover.Unreachable && place + 1 < routes.size()) {
                        meters.failedOver(route);
                        return handOver(letter, lane, routes, place + 1);
                    }
                    return Uni.createFrom().item(new Attempt(route, handover));
                });
    }

    private List<String> names() {
        return watch.value().stream().map(Route::name).toList();
    }

    private Void look() {
        watch.look(
                routes -> {
                    transports.update(routes);
                    LOG.infof("routes changed: %s", names());
                },
                fault -> LOG.errorf("the last good routes stay in use: %s", fault));
        sites.ifPresent(sitesWatch -> sitesWatch.look(
                changed -> knownSites = changed, fault -> LOG.errorf("the last good sites stay in use: %s", fault)));
        return null;
    }

    private static SmtpSettings smtp(SenderSettings.Deliver deliver) {
        SmtpSettings.Timeouts timeouts = new SmtpSettings.Timeouts(
                deliver.connectTimeout(),
                deliver.greetingTimeout(),
                deliver.replyTimeout(),
                deliver.replyTimeout(),
                deliver.dataTimeout());
        return new SmtpSettings(
                deliver.ehloName().orElseGet(Delivery::hostName),
                timeouts,
                deliver.idle(),
                deliver.lettersPerConnection(),
                deliver.reconnectPause(),
                deliver.trust().orElse(null));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
