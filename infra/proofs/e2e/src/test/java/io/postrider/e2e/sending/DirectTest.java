package io.postrider.e2e.sending;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.DeliveryHistory;
import io.postrider.e2e.kit.Http;
import io.postrider.e2e.kit.SharedSystem;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.SmtpSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail that goes to the mail servers of each recipient's domain. */
class DirectTest {
    private final SharedSystem shared = SharedSystem.get();
    private final List<ReceivedMail> mails = new CopyOnWriteArrayList<>();
    private SmtpSink sink;
    private String routesBefore;

    @BeforeEach
    void open() {
        sink = SmtpSink.start(SmtpSink.Settings.PLAIN.withHost("127.0.0.3")).onMail(mails::add);
        shared.dns()
                .mx("two.direct.example", 10, "mx1.direct.example")
                .mx("two.direct.example", 20, "mx2.direct.example")
                .mx("null.direct.example", 0, ".")
                .address("mx1.direct.example", "127.0.0.2")
                .address("mx2.direct.example", "127.0.0.3");
        routesBefore = shared.read();
        shared.write(routesBefore + """
                  - name: direct
                    kind: mx
                    port: %d
                    tls: none
                    match: {recipient_domains: [two.direct.example, null.direct.example, no.direct.example]}
                """.formatted(sink.port()));
        for (String service : List.of("sender", "router")) {
            await().until(() -> Http.get(
                            shared.system().service(service).management().resolve("/q/health"))
                    .contains("direct"));
        }
    }

    @AfterEach
    void close() {
        shared.write(routesBefore);
        sink.close();
    }

    private DeliveryHistory sent(String address) {
        return new DeliveryHistory(shared.api(), shared.api().accepted(Api.message("transactional", List.of(address))));
    }

    @Test
    void theSecondServerOfADomainIsTriedWhenTheFirstIsDown() {
        sent("ann@two.direct.example").becomes("delivered").events(1).event(0, "delivered 250 2.0.0 1 -");
        assertEquals(1, mails.size());
    }

    @Test
    void aDomainThatTakesNoMailBouncesWhichIsEvidenceAndNoProof() throws Exception {
        sent("ann@null.direct.example").becomes("bounced").events(1).event(0, "bounced 556 5.1.10 1 bad_domain");
        assertEquals(1, shared.number("select count(*) from domain_evidence where domain = 'null.direct.example'"));
        assertEquals(0, shared.number("select count(*) from suppression where email like '%@null.direct.example'"));
    }

    @Test
    void aDomainThatDoesNotExistBounces() {
        sent("ann@no.direct.example").becomes("bounced").events(1).event(0, "bounced 550 5.1.2 1 bad_domain");
    }
}
