package io.postrider.sender.deliver.route;

import io.postrider.routing.Route;
import io.postrider.sender.deliver.mailer.MailerClient;
import io.postrider.sender.deliver.mailer.MailerTransport;
import io.postrider.sender.deliver.mx.MxEnvironment;
import io.postrider.sender.deliver.mx.MxTransport;
import io.postrider.sender.deliver.smtp.SmtpTransport;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.deliver.transport.TestTransport;
import io.postrider.sender.deliver.transport.Transport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A transport for each current route, by the route's name. */
public final class Transports {
    /** A route with its transport and its breaker. */
    public record Entry(Route route, Transport transport, RouteBreaker breaker) {}

    private final Vertx vertx;
    private final SmtpSettings settings;
    private final MailerClient mailer;
    private final MxEnvironment mx;
    private final Function<String, RouteBreaker> breakers;
    private final Duration grace;
    private volatile Map<String, Entry> entries = Map.of();

    /**
     * @param mailer for routes of kind {@code mailer}
     * @param mx for routes of kind {@code mx}
     * @param breakers creates the breaker of a route
     * @param grace how long connections of a changed or removed route may take to finish their mails
     */
    public Transports(
            Vertx vertx,
            SmtpSettings settings,
            MailerClient mailer,
            MxEnvironment mx,
            Function<String, RouteBreaker> breakers,
            Duration grace) {
        this.vertx = vertx;
        this.settings = settings;
        this.mailer = mailer;
        this.mx = mx;
        this.breakers = breakers;
        this.grace = grace;
    }

    /**
     * Switches to these routes. Mails waiting at a removed or changed route are answered {@code Unreachable}; mails in
     * progress are finished.
     *
     * @return the previous versions of removed or changed routes
     */
    public synchronized List<Entry> update(List<Route> routes) {
        Map<String, Entry> next = new LinkedHashMap<>();
        List<Entry> left = new ArrayList<>();
        Map<String, Entry> before = entries;
        for (Route route : routes) {
            Entry known = before.get(route.name());
            boolean same = known != null && known.route().sharesConnectionsWith(route);
            next.put(
                    route.name(),
                    same
                            ? new Entry(route, known.transport(), known.breaker())
                            : new Entry(route, open(route), breakers.apply(route.name())));
        }
        before.forEach((name, entry) -> {
            if (!next.containsKey(name) || next.get(name).transport() != entry.transport()) {
                left.add(entry);
            }
        });
        // Publish the new routes before closing the old ones, so that mails rejected by the old ones find the new ones.
        entries = next;
        left.forEach(entry -> entry.transport().close(grace).subscribe().with(closed -> {}, failure -> {}));
        return left;
    }

    /** Empty if there is no such route. */
    public Optional<Entry> of(String route) {
        return Optional.ofNullable(entries.get(route));
    }

    /** The current routes, in the order of the file. */
    public Collection<Entry> all() {
        return entries.values();
    }

    /** Closes all transports; see {@link Transport#close}. */
    public Uni<Void> close(Duration within) {
        List<Uni<Void>> closings = entries.values().stream()
                .map(entry -> entry.transport().close(within))
                .toList();
        return closings.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(closings).andCollectFailures().replaceWithVoid();
    }

    private Transport open(Route route) {
        return route.fold(
                smtp -> new SmtpTransport(vertx, smtp, settings),
                direct -> new MxTransport(vertx, direct, settings, mx),
                byMailer ->
                        new MailerTransport(vertx, mailer, settings.timeouts().endOfData()),
                test -> new TestTransport(vertx));
    }
}
