package io.postrider.e2e.operations;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.SharedSystem;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without PostgreSQL nothing is accepted, and callers get Retry-After; afterwards all works, with the same processes. */
class DatabaseOutageTest {
    private final SharedSystem shared = SharedSystem.get();

    @Test
    void refusedWithRetryAfterAndWorkingAgainWithoutARestart() throws Exception {
        List<Long> pids = pids();
        List<String> refused = SharedSystem.addresses("refused", 1);
        ServiceLogs logs = new ServiceLogs(shared.system());
        shared.system().database().stop();
        HttpResponse<String> answer = shared.api()
                .post("/v1/messages", Api.message("standard", refused).toString());
        assertEquals(503, answer.statusCode(), answer.body());
        assertTrue(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()) > 0);
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElseThrow().split(";")[0]);
        logs.awaitAway("PostgreSQL");
        shared.system().database().start();

        List<String> after = SharedSystem.addresses("after-database", 50);
        await().until(() -> shared.api()
                        .post(
                                "/v1/messages",
                                Api.message("standard", after).toString(),
                                "Idempotency-Key",
                                "after-database")
                        .statusCode()
                == 202);
        await().until(() ->
                shared.number("select count(*) from delivery where state = 10 and email like 'after-database-%'")
                        == 50);
        shared.eachMailedOnce(after);
        assertEquals(0, shared.mails(refused.get(0)).size());
        shared.booksBalance();
        assertEquals(pids, pids());
        logs.assertAwayAndBackOnce("PostgreSQL");
    }

    private List<Long> pids() {
        return List.of(
                shared.system().service("ingest").pid(),
                shared.system().service("router").pid(),
                shared.system().service("sender").pid());
    }
}
