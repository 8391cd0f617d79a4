package io.postrider.e2e.operations;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.e2e.kit.Http;
import io.postrider.e2e.kit.SharedSystem;
import io.postrider.local.LocalSystem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What the probes of the chart see on the running processes when the broker goes and comes back: who cannot work
 * without it is taken out of service, and no process is restarted.
 */
class ProbesTest {
    private static final List<String> PROBES = List.of("started", "live", "ready");

    private final LocalSystem system = SharedSystem.get().system();

    @Test
    void withoutTheBrokerReadyGoesDownAndLiveStaysUp() {
        await("all is well").until(() -> asked().equals(all("200")));

        system.broker().stop();
        Map<String, String> cut = all("200");
        cut.put("router ready", "503");
        cut.put("sender ready", "503");
        await().until(() -> asked().equals(cut));
        print("broker cut");
        String ingest = Http.get(system.service("ingest").management().resolve("/q/health/ready"));
        assertTrue(ingest.replaceAll("\\s", "").contains("\"link\":\"down\""), ingest);

        system.broker().start();
        await().until(() -> asked().equals(all("200")));
        print("broker back");
    }

    private static Map<String, String> all(String status) {
        Map<String, String> statuses = new TreeMap<>();
        LocalSystem.SERVICES.forEach(service -> PROBES.forEach(probe -> statuses.put(service + " " + probe, status)));
        return statuses;
    }

    private Map<String, String> asked() {
        Map<String, String> statuses = new TreeMap<>();
        LocalSystem.SERVICES.forEach(service -> PROBES.forEach(probe -> statuses.put(
                service + " " + probe,
                Integer.toString(
                        Http.status(system.service(service).management().resolve("/q/health/" + probe))))));
        return statuses;
    }

    private void print(String when) {
        System.out.printf("probes, %s: %s%n", when, asked());
    }
}
