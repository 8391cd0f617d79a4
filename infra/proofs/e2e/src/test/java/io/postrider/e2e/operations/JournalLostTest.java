package io.postrider.e2e.operations;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.SharedSystem;
import io.postrider.local.ServiceProcess;
import io.postrider.neighbours.smtp.Script;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The broker comes back empty: the audit shows it, and a refill requeues all its mail, without duplicates. */
class JournalLostTest {
    private final SharedSystem shared = SharedSystem.get();

    @Test
    void whatTheBrokerLostIsHandedOverAgainAndDeliveredOnce() {
        List<String> waiting = SharedSystem.addresses("journal-lost", 1_000);
        try (MailServer server = MailServer.that("comesback", Script.refuseRecipient("", 450, "4.2.1 mailbox busy"))) {
            server.sent("bulk");
            await().until(() -> deliveries(server.domain(), "attempts > 0") == 1);
            ServiceProcess sender = shared.system().service("sender");
            sender.stop();
            shared.api().accepted(Api.message("bulk", waiting));
            await().until(() -> unpublished() == 0);
            long inFlight = shared.number("select count(*) from delivery where state < 10");
            shared.system().broker().kill();
            shared.system().broker().loseJournal();
            Instant lost = Instant.now();
            server.sink().script(Script.acceptAll());
            shared.system().broker().start();
            sender.start();
            await().until(() ->
                    shared.api().get("/v1/audit").path("unaccounted").asLong() == inFlight);
            assertEquals(inFlight, refill(lost));
            assertEquals(0, refill(lost), "a second call finds nothing");
            await().until(() -> deliveries("mail.example", "email like 'journal-lost-%' and state = 10") == 1_000
                    && deliveries(server.domain(), "state = 10") == 1);
            shared.eachMailedOnce(waiting);
            assertEquals(1, server.mails().size());
            shared.booksBalance();
        }
    }

    private long deliveries(String domain, String condition) {
        return shared.number("select count(*) from delivery where email like '%@" + domain + "' and " + condition);
    }

    private long unpublished() {
        return shared.number("select count(*) from outbox_batch where published_at is null");
    }

    /** All pages; how many recipients. */
    private long refill(Instant before) {
        long recipients = 0;
        String cursor = "";
        while (cursor != null) {
            HttpResponse<String> answer =
                    shared.api().post("/v1/refill?limit=2&published_before=%s%s".formatted(before, cursor), "");
            assertEquals(200, answer.statusCode(), answer::body);
            recipients += Api.json(answer).path("recipients").asLong();
            String next = Api.json(answer).path("next_cursor").textValue();
            cursor = next == null ? null : "&cursor=" + next;
        }
        return recipients;
    }
}
