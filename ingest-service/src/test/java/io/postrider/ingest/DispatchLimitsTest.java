package io.postrider.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.local.LinkProxy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The broker takes nothing for a while: what is in flight and what waits in memory keep to their bounds, and the rest to the outbox. */
@QuarkusTest
@QuarkusTestResource(value = DispatchLimitsTest.LinkThatStalls.class, restrictToAnnotatedClass = true)
class DispatchLimitsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int WINDOW = 4;
    private static final int HANDED_OVER = 3;
    private static final int LEFT = 5;

    LinkProxy link;

    /** To the broker, between it and the service only. */
    public static class LinkThatStalls extends Neighbours {
        private LinkProxy link;

        @Override
        public Map<String, String> start() {
            Map<String, String> settings = super.start();
            URI broker = URI.create(settings.get("postrider.broker.urls"));
            link = LinkProxy.to(broker.getPort());
            settings.put("postrider.broker.urls", "amqp://127.0.0.1:" + link.port());
            settings.put("postrider.broker.publish-timeout", "8s");
            settings.put("postrider.dispatch.lease", "10s");
            settings.put("postrider.dispatch.window", Integer.toString(WINDOW));
            settings.put("postrider.dispatch.handed-over", Integer.toString(HANDED_OVER));
            return settings;
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(link, field -> field.getType() == LinkProxy.class);
        }

        @Override
        public void stop() {
            link.close();
        }
    }

    @Test
    void whatTheWindowAndTheMemoryDoNotTakeWaitsInTheOutbox() {
        await().atMost(SOON).until(() -> Api.link().equals("up"));
        link.stall();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < WINDOW + HANDED_OVER; i++) {
            ids.add(accepted());
        }
        assertEquals(WINDOW, inFlight());
        assertEquals(0, leftToPoll());
        for (int i = 0; i < LEFT; i++) {
            ids.add(accepted());
        }
        assertEquals(WINDOW, inFlight());
        assertEquals(LEFT, leftToPoll());
        link.mend();
        await().atMost(SOON.multipliedBy(2))
                .until(() -> ids.stream().allMatch(id -> Submitted.of(id).size() == 1));
        await().atMost(SOON).until(() -> inFlight() == 0);
    }

    private static String accepted() {
        Api.Answer answer = Api.post("/v1/messages", Api.message(1).toString());
        assertEquals(202, answer.status());
        return answer.id();
    }

    private static double inFlight() {
        return Api.metric("postrider_ingest_dispatch_in_flight");
    }

    private static double leftToPoll() {
        return Api.metric("postrider_ingest_left_to_poll_total");
    }
}
