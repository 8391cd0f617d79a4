package io.postrider.e2e.sending;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.e2e.kit.TwoSenders;
import io.postrider.e2e.kit.TwoSenders.Kept;
import io.postrider.local.ServiceProcess;
import io.postrider.testing.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A site that takes 50 mails a second, two senders and 3,000 mails for it; everybody else gets his mail at full rate. */
class SiteRateTest {
    private static final int LIMITED = 3_000;
    private static final int WARM = 10_000;
    private static final int OTHERS = 3_000;
    private static final int RATE = 50;

    @Test
    void theRateOfASiteHoldsOverTwoSendersAndHoldsUpNobodyElse() {
        String sites = "sites: [{name: limited, domains: [limited.example], rate: 50/s}]";
        try (TwoSenders all = TwoSenders.started("site-rate", sites, "-Xmx96m")) {
            Kept sink = Kept.on(0);
            all.routes(TwoSenders.route("only", sink.sink(), "site_limits: true"));
            // Cold senders deliver in bunches.
            all.send(TwoSenders.addresses("warm", "mail.example", WARM));
            await().until(() -> all.delivered("warm") == WARM);

            Instant begun = Instant.now();
            all.send(TwoSenders.addresses("limited", "limited.example", LIMITED));
            all.send(TwoSenders.addresses("other", "mail.example", OTHERS));
            await().until(() -> all.delivered("other") == OTHERS);
            assertTrue(all.delivered("limited") < LIMITED, "the others did not wait for the limited ones");
            Duration others = Duration.between(begun, Instant.now());
            long before = rss(all);
            await().atMost(Patience.LIMIT.multipliedBy(3)).until(() -> all.delivered("limited") == LIMITED);
            long after = rss(all);

            List<Instant> arrivals = sink.mails().stream()
                    .filter(mail -> mail.recipients().get(0).startsWith("limited"))
                    .map(mail -> mail.at())
                    .sorted()
                    .toList();
            assertEquals(LIMITED, arrivals.size(), "each once");
            for (int n = 0; n < LIMITED; n++) {
                Instant soonest = begun.plusMillis(1_000L * n / RATE);
                assertFalse(arrivals.get(n).isBefore(soonest), "mail %d came before its place".formatted(n));
            }
            double seconds =
                    Duration.between(arrivals.get(0), arrivals.get(LIMITED - 1)).toMillis() / 1e3;
            System.out.printf(
                    "site rate: %.1f/s over %.1f s; %d others in %.1f s; senders %d MiB before, %d after%n",
                    LIMITED / seconds, seconds, OTHERS, others.toMillis() / 1e3, before >> 20, after >> 20);
            assertTrue(after - before < 64 << 20, "the senders grew by " + ((after - before) >> 20) + " MiB");
            sink.sink().close();
        }
    }

    private static long rss(TwoSenders all) {
        return all.senders().stream().mapToLong(ServiceProcess::rss).sum();
    }
}
