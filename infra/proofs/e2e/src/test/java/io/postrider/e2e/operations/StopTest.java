package io.postrider.e2e.operations;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.ApiClients;
import io.postrider.e2e.kit.Chart;
import io.postrider.e2e.kit.Sql;
import io.postrider.e2e.kit.TwoSenders;
import io.postrider.e2e.kit.TwoSenders.Kept;
import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.local.ServiceProcess;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.testing.Patience;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * SIGTERM for each process in turn, as a rolling update of the chart sends it, while mail is accepted, decided and sent: each
 * ends by itself within the grace that the chart gives it, and every accepted mail arrives, once.
 */
class StopTest {
    private static final int CAMPAIGN = 8_000;

    @Test
    void eachEndsWithinTheGraceOfTheChartAndNothingIsLost() throws Exception {
        Kept sink = Kept.on(0);
        sink.sink().script(Script.at(SmtpStage.END_OF_DATA, Action.wait(Duration.ofMillis(50), Action.proceed())));
        LocalSettings settings = LocalSettings.in(Path.of("target", "stop").toAbsolutePath())
                .fresh(true)
                .withProgress(System.out::println)
                .withRelay("127.0.0.1", sink.sink().port());
        LocalSystem.SERVICES.forEach(service -> settings.withReplicas(service, 2));
        try (LocalSystem system = LocalSystem.start(settings)) {
            List<URI> ingests =
                    system.services("ingest").stream().map(ServiceProcess::api).toList();
            Api api = new Api(ingests.get(0), system.apiKey());
            TwoSenders.send(api, TwoSenders.addresses("stop", "mail.example", CAMPAIGN));
            int singles;
            try (ApiClients callers = ApiClients.of(ingests, system.apiKey())) {
                for (int replica = 0; replica < 2; replica++) {
                    for (String service : LocalSystem.SERVICES) {
                        callers.awaitMore(50);
                        stop(service, system.services(service).get(replica));
                        system.services(service).get(replica).start();
                    }
                }
                callers.awaitMore(50);
                singles = callers.end();
            }
            int all = CAMPAIGN + singles;
            await().atMost(Patience.LIMIT.multipliedBy(3))
                    .until(() -> Sql.number(system, "select count(*) from delivery where state = 10") == all);
            assertEquals(all, Sql.number(system, "select count(*) from delivery"), "accepted");
            assertEquals(all, TwoSenders.recipients(sink.mails()).size(), "distinct recipients");
            assertEquals(all, sink.mails().size(), "mails");
            System.out.printf("stop: %,d accepted, each delivered once%n", all);
            sink.sink().close();
        }
    }

    private static void stop(String service, ServiceProcess process) {
        Instant asked = Instant.now();
        Duration grace = Chart.grace(service);
        process.stop(grace);
        Duration took = Duration.between(asked, Instant.now());
        System.out.printf("stop: %s ended after %,d ms of %d s%n", service, took.toMillis(), grace.toSeconds());
        assertEquals(ServiceProcess.TERMINATED, process.exitCode(), service + " ends by itself, in its grace");
    }
}
