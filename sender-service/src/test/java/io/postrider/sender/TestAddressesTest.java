package io.postrider.sender;

import static io.postrider.sender.Fixture.CONTENT;
import static io.postrider.sender.Fixture.MAILS;
import static io.postrider.sender.Fixture.becomes;
import static io.postrider.sender.Fixture.events;
import static io.postrider.sender.Fixture.nextPostponed;
import static io.postrider.sender.Fixture.publish;
import static io.postrider.sender.Fixture.routed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.local.TestMessages;
import io.postrider.mail.Batch;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Lane;
import io.postrider.mail.Recipient;
import io.postrider.mail.TestAddress;
import io.postrider.store.deliveries.State;
import io.postrider.testing.ExpectedErrors;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail to test addresses takes the way of all mail, to the server that is not there. The routes file has no route for it. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class TestAddressesTest {

    @BeforeEach
    void nothingIsLeft() {
        MAILS.clear();
    }

    private static Batch accepted(Content content, String... locals) throws Exception {
        String[] emails =
                Stream.of(locals).map(local -> local + "@" + TestAddress.DOMAIN).toArray(String[]::new);
        return routed(TestMessages.accept(Lane.STANDARD, content, emails), TestAddress.ROUTE);
    }

    @Test
    void eachHasItsOutcomeAndNoServerGetsAMail() throws Exception {
        Batch batch = accepted(CONTENT, "delivered", "bounced+1", "complained", "deferred", "full", "nobody");
        publish(batch);
        becomes(batch, 0, State.DELIVERED);
        becomes(batch, 1, State.BOUNCED);
        becomes(batch, 2, State.DELIVERED);
        becomes(batch, 3, State.DEFERRED);
        becomes(batch, 4, State.DEFERRED);
        becomes(batch, 5, State.BOUNCED);
        assertEquals(1, events(batch, "type = 23 and ordinal = 2 and reply = 'abuse'"));
        assertEquals(1, events(batch, "type = 23"));
        assertEquals(2, events(batch, "type = 11 and code = 550 and enhanced_code = '5.1.1' and category = 1"));
        assertEquals(
                0, TestMessages.number("select count(*) from suppression where email like '%@test.postrider.invalid'"));

        Batch back = nextPostponed(batch);
        assertEquals(Set.of(3, 4), ordinals(back));
        publish(routed(back, TestAddress.ROUTE));
        becomes(batch, 3, State.DELIVERED);
        assertEquals(Set.of(4), ordinals(nextPostponed(batch)));
        assertEquals(2, events(batch, "type = 2 and ordinal = 4 and code = 452 and enhanced_code = '4.2.2'"));
        assertEquals(0, MAILS.size());
    }

    private static Set<Integer> ordinals(Batch batch) {
        return batch.recipients().stream().map(Recipient::ordinal).collect(Collectors.toSet());
    }

    @Test
    @ExpectedErrors("cannot be sent: the text is no valid template")
    void aMailThatCannotBeMadeIsNotDelivered() throws Exception {
        Content broken =
                new Content(new Mailbox("news@shop.example", "Shop"), null, "Hello", "{{#each}}", null, null, null);
        Batch batch = accepted(broken, "delivered");
        publish(batch);
        becomes(batch, 0, State.BOUNCED);
        assertEquals(1, events(batch, "code is null"));
    }
}
