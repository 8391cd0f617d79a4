package io.postrider.sender.deliver;

import io.postrider.dns.MxLookup;
import io.postrider.dns.MxSettings;
import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.routing.Route;
import io.postrider.routing.RouteTable;
import io.postrider.routing.Site;
import io.postrider.routing.TestRoute;
import io.postrider.sender.deliver.mailer.MailerClient;
import io.postrider.sender.deliver.mx.MxEnvironment;
import io.postrider.sender.deliver.route.RefusalsInARow;
import io.postrider.sender.deliver.route.RouteAvailability;
import io.postrider.sender.deliver.route.RouteBreaker;
import io.postrider.sender.deliver.route.RouteFailover;
import io.postrider.sender.deliver.route.RouteMeters;
import io.postrider.sender.deliver.route.RouteState;
import io.postrider.sender.deliver.route.Transports;
import io.postrider.sender.deliver.route.Transports.Entry;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.deliver.transport.DeliverSettings;
import io.postrider.sender.deliver.transport.Transport;
import io.postrider.sender.model.Attempt;
import io.postrider.sender.model.Draft;
import io.postrider.sender.model.Envelope;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.RouteChoice;
import io.postrider.sender.model.SenderAndSite;
import io.postrider.service.RouteFilesSettings;
import io.postrider.store.limits.Limit;
import io.postrider.store.routes.Suspensions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/** The step: hands a mail to the first of its routes that is reachable and refuses neither us nor the mail's sender. */
@ApplicationScoped
public class Delivery {
    private static final Logger LOG = Logger.getLogger(Delivery.class);
    private static final Duration FOR_LONG = Duration.ofHours(1);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final DeliverSettings settings;
    private final RouteFilesSettings files;
    private final Vertx vertx;
    private final MailerClient mailer;
    private final Suspensions suspensions;
    private final RouteMeters meters;
    private final MxSettings mx;
    private final RouteAvailability obstacles;
    private final RefusalsInARow refusals;
    private RouteTable table;
    private Transports transports;

    public Delivery(
            DeliverSettings settings,
            RouteFilesSettings files,
            Vertx vertx,
            MailerClient mailer,
            Suspensions suspensions,
            RouteMeters meters,
            MxSettings mx) {
        this.settings = settings;
        this.files = files;
        this.vertx = vertx;
        this.mailer = mailer;
        this.suspensions = suspensions;
        this.meters = meters;
        this.mx = mx;
        this.obstacles = new RouteAvailability(suspensions);
        this.refusals = new RefusalsInARow(
                settings.refusalsInARow(), hold -> suspensions.all().containsKey(hold), suspensions::hold);
    }

    /**
     * Reads the files and watches them from then on. Fails if one is unusable. Blocks on name resolution.
     *
     * @param senders number of live senders, including this one
     */
    public void open(IntSupplier senders) {
        table = new RouteTable(files.routes().file(), files.sites().file());
        transports = new Transports(
                vertx,
                SmtpSettings.of(settings),
                mailer,
                new MxEnvironment(new MxLookup(MxLookup.Settings.of(mx)), table::sites, senders),
                route -> new RouteBreaker(route, settings.breaker(), meters),
                GRACE);
        transports.update(table.routes());
        LOG.infof("routes: %s", table.names());
        vertx.setPeriodic(files.routes().look().toMillis(), tick -> vertx.executeBlocking(this::look, true));
        suspensions.follow();
    }

    /**
     * The route that a batch takes now: the first of its available routes, with its limits, followed by those without
     * limits, since slots are reserved on the first only.
     */
    public RouteChoice choose(Batch batch) {
        SenderAndSite senderAndSite = SenderAndSite.of(batch);
        List<String> inUse = new ArrayList<>();
        List<Limit> limits = List.of();
        for (String name : batch.routes()) {
            Optional<Entry> entry = transports.of(name).filter(route -> obstacles.on(route, senderAndSite) == null);
            if (entry.isPresent()) {
                List<Limit> own = limits(entry.get().route(), batch.site());
                limits = inUse.isEmpty() ? own : limits;
                if (inUse.isEmpty() || own.isEmpty()) {
                    inUse.add(name);
                }
            }
        }
        return inUse.isEmpty()
                ? RouteChoice.none(senderAndSite, why(batch, senderAndSite))
                : RouteChoice.over(senderAndSite, inUse, limits);
    }

    /** At most one route accepts the mail. Fails only if the mail cannot be composed. */
    public Uni<Attempt> deliver(Draft draft, Lane lane, RouteChoice choice) {
        SenderAndSite senderAndSite = choice.senderAndSite().to(draft.envelope().recipient());
        return new RouteFailover(choice.routes(), route -> attempt(draft, lane, senderAndSite, route), meters).walk();
    }

    /**
     * How long all of a batch's routes have been unavailable; zero if one is available. Mail without a matching route
     * waits for a new routes file.
     */
    public Duration away(Batch batch) {
        if (batch.routes().isEmpty()) {
            return FOR_LONG;
        }
        return batch.routes().stream()
                .flatMap(name -> transports.of(name).stream())
                .map(entry -> away(entry, batch))
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** For a batch to many sites, the longest time for which any of them has been held. */
    private Duration away(Entry entry, Batch batch) {
        SenderAndSite senderAndSite = SenderAndSite.of(batch);
        return senderAndSite.site() != null
                ? obstacles.age(entry, senderAndSite)
                : batch.recipients().stream()
                        .map(recipient -> obstacles.age(entry, senderAndSite.to(recipient.email())))
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO);
    }

    /** The state of each route, in the order of the file. */
    public List<RouteState> states() {
        return transports.all().stream()
                .filter(entry -> !(entry.route() instanceof TestRoute))
                .map(entry -> RouteState.of(entry, obstacles.on(entry)))
                .toList();
    }

    /** Why the current version of a file is not used. */
    public Optional<String> fault() {
        return table.fault();
    }

    /** Finishes the mails in progress. */
    public void close() {
        transports.close(GRACE).await().atMost(GRACE.plusSeconds(1));
    }

    private Uni<Attempt> attempt(Draft draft, Lane lane, SenderAndSite senderAndSite, String name) {
        Optional<Entry> found = transports.of(name);
        if (found.isEmpty()) {
            return Uni.createFrom()
                    .item(Attempt.of(
                            name, new Handover.Unreachable("the routes file has no route of this name", null)));
        }
        Entry entry = found.get();
        // A decision also applies to the remaining mails of a batch in progress.
        String held = obstacles.decided(entry, senderAndSite);
        if (held != null) {
            return Uni.createFrom().item(Attempt.of(name, new Handover.Unreachable(held, null)));
        }
        return handOver(draft, lane, entry)
                .map(handover -> refusals.heard(
                        entry, senderAndSite, made(entry, handover, draft.envelope(), senderAndSite.fromDomain())));
    }

    private static Attempt made(Entry entry, Handover handover, Envelope envelope, String fromDomain) {
        String name = entry.route().name();
        return entry.route().smartHost()
                ? Attempt.atSmartHost(name, handover, envelope, fromDomain)
                : Attempt.atMailServer(name, handover, envelope, fromDomain);
    }

    private Uni<Handover> handOver(Draft draft, Lane lane, Entry entry) {
        Transport transport = entry.transport();
        return entry.route().smartHost()
                ? entry.breaker().call(() -> transport.deliver(draft, lane))
                : transport.deliver(draft, lane);
    }

    private String why(Batch batch, SenderAndSite senderAndSite) {
        if (batch.routes().isEmpty()) {
            return "no route matches";
        }
        List<String> all = batch.routes().stream()
                .map(name -> transports
                        .of(name)
                        .map(entry -> obstacles.on(entry, senderAndSite))
                        .orElse("the routes file has no route %s".formatted(name)))
                .toList();
        return String.join("; ", all);
    }

    private List<Limit> limits(Route route, String siteName) {
        List<Limit> limits = new ArrayList<>(2);
        if (route.shaping().limited()) {
            limits.add(Limit.of(route.name(), route.shaping()));
        }
        if (route.siteLimits() && siteName != null) {
            Optional<Site> site = table.sites()
                    .named(siteName)
                    .filter(named -> named.shaping().limited());
            site.ifPresent(named -> limits.add(Limit.of(route.name() + "/" + siteName, named.shaping())));
        }
        return limits;
    }

    private Void look() {
        table.look(
                changed -> {
                    transports.update(changed).forEach(left -> left.breaker().retire());
                    obstacles.keep(changed);
                    LOG.infof("routes changed: %s", table.names());
                },
                sites -> LOG.infof("sites changed: %d sites", sites.all().size()),
                fault -> LOG.errorf("the last good file stays in use: %s", fault));
        meters.fileRefused(table.fault().isPresent());
        meters.held(suspensions.all());
        return null;
    }
}
