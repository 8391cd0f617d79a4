package io.postrider.sender;

import static io.postrider.sender.Fixture.CONTENT;
import static io.postrider.sender.Fixture.MAILS;
import static io.postrider.sender.Fixture.SINK;
import static io.postrider.sender.Fixture.becomes;
import static io.postrider.sender.Fixture.events;
import static io.postrider.sender.Fixture.nextPostponed;
import static io.postrider.sender.Fixture.publish;
import static io.postrider.sender.Management.given;
import static io.postrider.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.local.TestMessages;
import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.Script;
import io.postrider.store.deliveries.State;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail servers of the recipients' domains that have something against our address. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class SiteRefusalsTest {
    private static final String BLOCKED =
            "5.7.1 Service unavailable; Client host [203.0.113.7] blocked using zen.spamhaus.org";

    @BeforeEach
    @AfterEach
    void nothingIsLeft() throws Exception {
        SINK.script(Script.acceptAll());
        MAILS.clear();
        TestMessages.execute("delete from route_hold");
        await().untilAsserted(() -> given().get("/q/metrics").then().body(containsString("held{part=\"site\"} 0.0")));
    }

    private static Batch campaign(int recipients, String domain, String site) throws Exception {
        String[] emails =
                IntStream.range(0, recipients).mapToObj(n -> n + "@" + domain).toArray(String[]::new);
        Batch batch = TestMessages.accept(Lane.BULK, CONTENT, emails);
        return new Batch(
                batch.id(), batch.message(), batch.attempt(), site, List.of("direct"), null, batch.recipients());
    }

    @ParameterizedTest
    @CsvSource({"blocking.example,", "hosted.example, bigbox"})
    void aSiteThatBlocksOurAddressIsHeldInsteadOfBurningTheCampaign(String domain, String site) throws Exception {
        SINK.script(Script.refuseRecipient(domain, 550, BLOCKED));
        Batch batch = campaign(20, domain, site);

        publish(batch);
        Batch back = nextPostponed(batch);

        assertEquals(4, events(batch, "type = 11 and category = 6"));
        await().untilAsserted(() -> given().get("/q/metrics").then().body(containsString("held{part=\"site\"} 1.0")));
        String hold = "select count(*) from route_hold where route = 'direct' and from_domain = ''"
                + " and site = '%s' and reason like '5 refusals in a row%%spamhaus.org'"
                        .formatted(site == null ? domain : site);
        await().untilAsserted(() -> assertEquals(1, TestMessages.number(hold)));
        Batch elsewhere = campaign(2, "open.example", null);
        publish(elsewhere);
        becomes(elsewhere, 1, State.DELIVERED);

        SINK.script(Script.acceptAll());
        TestMessages.execute("delete from route_hold");
        await().untilAsserted(() -> given().get("/q/metrics").then().body(containsString("held{part=\"site\"} 0.0")));
        publish(new Batch(back.id(), back.message(), back.attempt(), site, List.of("direct"), null, back.recipients()));
        becomes(batch, back.recipients().get(0).ordinal(), State.DELIVERED);
    }

    @Test
    void aServerOfTheRecipientsDomainThatDeniesRelayingHasTheLastWord() throws Exception {
        SINK.script(Script.refuseRecipient("blocking.example", 554, "5.7.1 Relay access denied"));
        Batch batch = campaign(12, "blocking.example", null);

        publish(batch);

        await().untilAsserted(() -> assertEquals(12, events(batch, "type = 11 and category = 12")));
        assertEquals(0, TestMessages.number("select count(*) from route_hold"));
        assertEquals(0, TestMessages.number("select count(*) from suppression where email like '%@blocking.example'"));
    }

    @Test
    void refusalsThatAreNotAlikeOrNotInARowHoldNothing() throws Exception {
        for (int n = 0; n < 3; n++) {
            SINK.script(Script.refuseRecipient("blocking.example", 550, BLOCKED));
            Batch blocked = campaign(2, "blocking.example", null);
            publish(blocked);
            await().untilAsserted(() -> assertEquals(2, events(blocked, "type = 11")));
            SINK.script(n == 1 ? Script.acceptAll() : Script.refuseRecipient("blocking.example", 550, "5.7.25 no PTR"));
            Batch other = campaign(2, "blocking.example", null);
            publish(other);
            await().untilAsserted(() -> assertEquals(2, events(other, "type in (10, 11)")));
        }
        assertEquals(0, TestMessages.number("select count(*) from route_hold"));
    }
}
