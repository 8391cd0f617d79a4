package io.postrider.sender.deliver.route;

import io.postrider.sender.deliver.transport.Transport;
import java.time.Instant;
import java.util.Locale;

/**
 * The state of one route in this sender.
 *
 * @param route its name
 * @param breaker {@code closed}, {@code half_open} or {@code open}
 * @param since when the breaker closed or the outage began
 * @param obstacle why the route is not in use now, or null
 * @param fault why no connection is possible at present, or why the breaker last opened; null if unknown
 * @param figures its mails and connections
 */
public record RouteState(
        String route, String breaker, Instant since, String obstacle, String fault, Transport.Figures figures) {
    public static RouteState of(Transports.Entry entry, String obstacle) {
        RouteBreaker.Status status = entry.breaker().status();
        Transport.Figures figures = entry.transport().figures();
        return new RouteState(
                entry.route().name(),
                status.state().name().toLowerCase(Locale.ROOT),
                status.since(),
                obstacle,
                figures.fault() == null ? status.why() : figures.fault(),
                figures);
    }
}
