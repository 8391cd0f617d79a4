package io.postrider.e2e.operations;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.SharedSystem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without the broker the API keeps accepting; when it is back all mail is delivered, without duplicates. */
class BrokerOutageTest {
    private final SharedSystem shared = SharedSystem.get();

    @Test
    void acceptedDuringTheOutageIsDeliveredOnceAfterIt() throws Exception {
        List<String> before = SharedSystem.addresses("before-outage", 500);
        List<String> during = SharedSystem.addresses("in-outage", 500);
        List<String> reset = SharedSystem.addresses("reset-in-outage", 1);
        shared.api().accepted(Api.message("bulk", before));
        ServiceLogs logs = new ServiceLogs(shared.system());
        shared.system().broker().stop();
        shared.api().accepted(Api.message("bulk", during));
        shared.api().accepted(Api.message("transactional", reset));
        assertTrue(shared.mails(reset.get(0)).isEmpty());
        await().until(() -> !shared.system().service("router").ready());
        assertTrue(shared.system().service("ingest").ready(), "ingest goes on accepting");
        logs.awaitAway("the broker");
        shared.system().broker().start();
        await().until(() -> delivered() == 1_001);
        shared.eachMailedOnce(before);
        shared.eachMailedOnce(during);
        shared.eachMailedOnce(reset);
        shared.booksBalance();
        // Noted some moments after the broker has it.
        await().until(() -> shared.number("select count(*) from outbox_batch where published_at is null") == 0);
        logs.assertAwayAndBackOnce("the broker");
    }

    private long delivered() throws Exception {
        return shared.number("select count(*) from delivery where state = 10 and email like '%-outage-%'");
    }
}
