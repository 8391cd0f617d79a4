package io.postrider.router.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.mail.Lane;
import io.postrider.store.deliveries.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** All that router-service counts. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class RouterMeters {
    private final MeterRegistry registry;
    private final AtomicInteger fileRefused = new AtomicInteger();

    RouterMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("postrider.router.file.refused", fileRefused::get)
                .description("1 while the routes or sites file has a fault and the last good one is in use")
                .register(registry);
    }

    /** Recipients received. */
    public void received(Lane lane, int recipients) {
        counter("postrider.router.received", "Recipients received", "lane", lane.word())
                .increment(recipients);
    }

    /** Recipients that go no further, by the final state they got. */
    public void screened(State state) {
        counter(
                        "postrider.router.screened",
                        "Recipients that go no further, by the final state they got",
                        "state",
                        state.word())
                .increment();
    }

    /** Recipients that were handled before: the broker delivered their batch a second time. */
    public void repeated(int recipients) {
        if (recipients > 0) {
            counter("postrider.router.repeated", "Recipients of a repeated batch that were handled before")
                    .increment(recipients);
        }
    }

    /** Recipients that were sent on to a route. */
    public void forwarded(String route, int recipients) {
        counter("postrider.router.forwarded", "Recipients that were sent on, by their first route", "route", route)
                .increment(recipients);
    }

    /** Recipients without a matching route. */
    public void withoutRoute(int recipients) {
        counter("postrider.router.without.route", "Recipients without a matching route")
                .increment(recipients);
    }

    /** Whether the current routes or sites file is refused: then the last good one is in use, and an operator must fix it. */
    public void fileRefused(boolean refused) {
        fileRefused.set(refused ? 1 : 0);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }
}
