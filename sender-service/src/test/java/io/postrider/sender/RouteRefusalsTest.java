package io.postrider.sender;

import static io.postrider.sender.Surroundings.CONTENT;
import static io.postrider.sender.Surroundings.MAILS;
import static io.postrider.sender.Surroundings.SENT_BACK;
import static io.postrider.sender.Surroundings.SINK;
import static io.postrider.sender.Surroundings.becomes;
import static io.postrider.sender.Surroundings.events;
import static io.postrider.sender.Surroundings.nextSentBack;
import static io.postrider.sender.Surroundings.publish;
import static io.postrider.sender.Surroundings.routed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.contract.Batch;
import io.postrider.contract.Lane;
import io.postrider.ledger.State;
import io.postrider.local.TestMessages;
import io.postrider.local.smtp.Action;
import io.postrider.local.smtp.Script;
import io.postrider.local.smtp.Stage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Smart hosts that refuse their client or the sender: no recipient bounces for it. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class RouteRefusalsTest {

    @BeforeEach
    @AfterEach
    void nothingIsLeft() {
        SINK.script(Script.acceptAll());
        MAILS.clear();
        SENT_BACK.clear();
    }

    private static Batch mail(String... routes) throws Exception {
        return routed(TestMessages.accept(Lane.STANDARD, CONTENT, "ann@relay.example"), routes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RCPT        | 554 | 5.7.1 Relay access denied",
                "RCPT        | 550 | 5.7.1 Account suspended: sending quota exceeded",
                "MAIL        | 530 | 5.7.0 Authentication required",
                "MAIL        | 553 | Mail from must equal authorized user",
                "RCPT        | 554 | 4.7.1 Relay access denied",
                "END_OF_DATA | 550 | 5.2.0 From: Domain is invalid. Please provide a valid From: IB506"
            })
    void theNextRouteTakesWhatOneRefusesItsClientOrSender(Stage stage, int code, String text) throws Exception {
        SINK.script(Script.at(stage, Action.answer(code, text)).firstTimes(1));
        Batch batch = mail("denying", "relay");

        publish(batch);

        becomes(batch, 0, State.DELIVERED);
        assertEquals(1, events(batch, "type = 10 and route = 'relay' and attempt = 1"));
        assertEquals(1, MAILS.size());
    }

    @Test
    void whereThereIsNoOtherRouteTheMailIsHeld() throws Exception {
        SINK.script(Script.at(Stage.RCPT, Action.answer(554, "5.7.1 Relay access denied"))
                .firstTimes(2));
        Batch batch = mail("denying", "hostile");

        publish(batch);
        Batch back = nextSentBack(batch);

        assertEquals(2, back.attempt());
        assertEquals(State.DEFERRED.code(), TestMessages.state(batch, 0));
        assertEquals(1, events(batch, "type = 2 and attempt = 1 and code = 554 and category = 12"));
        publish(routed(back, "denying"));
        becomes(batch, 0, State.DELIVERED);
        assertEquals(0, TestMessages.number("select count(*) from suppression where email like '%@relay.example'"));
    }

    @Test
    void aRefusedRecipientBouncesAsBefore() throws Exception {
        SINK.script(Script.refuseRecipient("ann", 550, "5.7.1 Denied by policy").firstTimes(1));
        Batch batch = mail("denying", "relay");

        publish(batch);

        becomes(batch, 0, State.BOUNCED);
        assertEquals(0, MAILS.size());
    }
}
