package io.postrider.e2e.sending;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.e2e.kit.Http;
import io.postrider.e2e.kit.TwoSenders;
import io.postrider.e2e.kit.TwoSenders.Kept;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two routes at 70 to 30; one dies in the middle of a campaign and comes back. */
class FailoverTest {
    private static final int MAILS = 10_000;

    @Test
    void sharesHoldARouteDiesNothingIsLostAndItsShareComesBack() {
        try (TwoSenders all = TwoSenders.started("failover", null)) {
            Kept a = Kept.on(0);
            Kept b = Kept.on(0);
            all.routes(TwoSenders.route("a", a.sink(), "weight: 70"), TwoSenders.route("b", b.sink(), "weight: 30"));
            int port = a.sink().port();

            campaign(all, "shares");
            assertEquals(0.7, share(a, b), 0.03, "share of route a");

            a.mails().clear();
            b.mails().clear();
            List<String> addresses = TwoSenders.addresses("dies", "mail.example", MAILS);
            all.send(addresses);
            await().until(() -> a.mails().size() >= 2_000);
            a.sink().close();
            await().until(() -> Http.get(all.senders().get(0).management().resolve("/q/health/ready"))
                    .matches("(?s).*\"a\": ?\"breaker (open|half_open).*"));
            await().until(() -> breakers(all).equals(Set.of("open", "half_open"))
                    || breakers(all).equals(Set.of("open"))
                    || breakers(all).equals(Set.of("half_open")));
            await().until(() -> all.delivered("dies") == MAILS);
            Set<String> got = new HashSet<>(TwoSenders.recipients(a.mails()));
            got.addAll(TwoSenders.recipients(b.mails()));
            assertEquals(MAILS, got.size(), "no mail is lost");
            System.out.printf(
                    "failover: %d by a, %d by b, %d second copies%n",
                    a.mails().size(),
                    b.mails().size(),
                    a.mails().size() + b.mails().size() - MAILS);

            Kept back = Kept.on(port);
            b.mails().clear();
            await().until(() -> {
                probe(all);
                return all.senders().stream()
                        .noneMatch(sender -> Http.get(sender.management().resolve("/q/health/ready"))
                                .matches("(?s).*\"a\": ?\"breaker (open|half_open).*"));
            });
            back.mails().clear();
            b.mails().clear();
            campaign(all, "back");
            assertEquals(0.7, share(back, b), 0.03, "share of route a after it came back");
            back.sink().close();
            b.sink().close();
        }
    }

    /** Route a's breakers, as the API tells them of both senders. */
    private static Set<String> breakers(TwoSenders all) {
        Set<String> breakers = new HashSet<>();
        for (JsonNode route : all.api().get("/v1/routes").path("routes")) {
            if (route.path("name").asText().equals("a")) {
                assertEquals(2, route.path("senders").size(), route.toString());
                route.path("senders")
                        .forEach(sender -> breakers.add(sender.path("breaker").asText()));
            }
        }
        return breakers;
    }

    private int probes;

    private void probe(TwoSenders all) {
        all.send(TwoSenders.addresses("probe" + probes++, "mail.example", 10));
    }

    private static void campaign(TwoSenders all, String scenario) {
        List<String> addresses = TwoSenders.addresses(scenario, "mail.example", MAILS);
        all.send(addresses);
        await().until(() -> all.delivered(scenario) == MAILS);
    }

    private static double share(Kept a, Kept b) {
        double of = a.mails().size();
        System.out.printf("shares: %d to %d%n", a.mails().size(), b.mails().size());
        return of / (a.mails().size() + b.mails().size());
    }
}
