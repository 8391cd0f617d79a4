package io.postrider.sender;

import static io.postrider.sender.Fixture.CONTENT;
import static io.postrider.sender.Fixture.MAILS;
import static io.postrider.sender.Fixture.SINK;
import static io.postrider.sender.Fixture.becomes;
import static io.postrider.sender.Fixture.events;
import static io.postrider.sender.Fixture.nextPostponed;
import static io.postrider.sender.Fixture.publish;
import static io.postrider.sender.Fixture.routed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.local.TestMessages;
import io.postrider.mail.Addressees;
import io.postrider.mail.Batch;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.Script;
import io.postrider.store.deliveries.State;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mail with cc and bcc: each recipient has an outcome, whatever the others have. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class CopiesTest {
    private static final String TO = "ann@mail.example";
    private static final String CC = "ben@mail.example";
    private static final String BCC = "carl@hidden.example";

    @BeforeEach
    void nothingIsLeft() {
        SINK.script(Script.acceptAll());
        MAILS.clear();
    }

    private static Batch accepted() throws Exception {
        Addressees addressees = new Addressees(new Mailbox(TO, "Ann"), List.of(new Mailbox(CC, null)));
        return routed(TestMessages.accept(Lane.STANDARD, CONTENT.withAddressees(addressees), TO, CC, BCC), "relay");
    }

    private static void arrived(Batch batch, String... recipients) {
        assertEquals(
                List.of(recipients),
                MAILS.stream().map(mail -> mail.recipients().get(0)).sorted().toList());
        for (ReceivedMail mail : MAILS) {
            String text = new String(mail.content(), StandardCharsets.UTF_8);
            assertEquals(1, mail.recipients().size());
            assertTrue(text.contains("\r\nTo: Ann <ann@mail.example>\r\n"), text);
            assertTrue(text.contains("\r\nCc: ben@mail.example\r\n"), text);
            assertTrue(text.contains("<" + batch.message().id() + ".0@shop.example>"), text);
            assertFalse(text.contains("hidden.example"), text);
            assertFalse(text.toLowerCase(Locale.ROOT).contains("\r\nbcc:"), text);
        }
    }

    @Test
    void copiesArriveWhileOneBounces() throws Exception {
        SINK.script(Script.refuseRecipient("ben", 550, "5.1.1 user unknown"));
        Batch batch = accepted();
        publish(batch);
        becomes(batch, 0, State.DELIVERED);
        becomes(batch, 1, State.BOUNCED);
        becomes(batch, 2, State.DELIVERED);
        assertEquals(1, events(batch, "type = 11 and ordinal = 1 and code = 550 and enhanced_code = '5.1.1'"));
        assertEquals(2, events(batch, "type = 10"));
        arrived(batch, TO, BCC);
        assertEquals(1, TestMessages.number("select count(*) from suppression where email = '%s'".formatted(CC)));
        TestMessages.execute("delete from suppression where email = '%s'".formatted(CC));
    }

    @Test
    void copyThatIsDeferredComesAgainAlone() throws Exception {
        SINK.script(Script.refuseRecipient("carl", 451, "4.7.1 try later").firstTimes(1));
        Batch batch = accepted();
        publish(batch);
        Batch retry = nextPostponed(batch);
        assertEquals(
                List.of(2),
                retry.recipients().stream().map(one -> one.ordinal()).collect(Collectors.toList()));
        becomes(batch, 0, State.DELIVERED);
        becomes(batch, 1, State.DELIVERED);
        publish(routed(retry, "relay"));
        becomes(batch, 2, State.DELIVERED);
        arrived(batch, TO, CC, BCC);
    }
}
