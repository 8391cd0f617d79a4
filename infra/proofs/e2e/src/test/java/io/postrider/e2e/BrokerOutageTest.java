package io.postrider.e2e;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Without the broker the API goes on accepting; when it is back all is delivered, and nobody is mailed twice. */
class BrokerOutageTest {
    private final Everything everything = Everything.get();

    @Test
    void acceptedDuringTheOutageIsDeliveredOnceAfterIt() throws Exception {
        List<String> before = Everything.addresses("before-outage", 500);
        List<String> during = Everything.addresses("in-outage", 500);
        List<String> reset = Everything.addresses("reset-in-outage", 1);
        everything.api().accepted(Api.message("bulk", before));
        ServiceLogs logs = new ServiceLogs(everything.system());
        everything.system().broker().stop();
        everything.api().accepted(Api.message("bulk", during));
        everything.api().accepted(Api.message("transactional", reset));
        assertTrue(everything.mails(reset.get(0)).isEmpty());
        await().until(() -> !everything.system().service("router").ready());
        assertTrue(everything.system().service("ingest").ready(), "ingest goes on accepting");
        logs.awaitAway("the broker");
        everything.system().broker().start();
        await().until(() -> delivered() == 1_001);
        everything.eachMailedOnce(before);
        everything.eachMailedOnce(during);
        everything.eachMailedOnce(reset);
        everything.booksBalance();
        // Noted some moments after the broker has it.
        await().until(() -> everything.number("select count(*) from outbox_batch where published_at is null") == 0);
        logs.assertAwayAndBackOnce("the broker");
    }

    private long delivered() throws Exception {
        return everything.number("select count(*) from delivery where state = 10 and email like '%-outage-%'");
    }
}
