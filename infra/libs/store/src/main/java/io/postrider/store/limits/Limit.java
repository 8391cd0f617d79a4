package io.postrider.store.limits;

import io.postrider.routing.Rate;
import io.postrider.routing.Shaping;
import io.postrider.routing.WarmUp;

/**
 * The limit of a route or site, over all senders.
 *
 * @param name of its {@link Throttle}: a route, or a route and a site ({@code direct/gmail})
 * @param rate or null
 * @param warmUp or null
 */
public record Limit(String name, Rate rate, WarmUp warmUp) {
    public static Limit of(String name, Shaping shaping) {
        return new Limit(name, shaping.rate(), shaping.warmUp());
    }
}
