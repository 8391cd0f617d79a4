package io.postrider.sender;

import static io.postrider.sender.Fixture.CONTENT;
import static io.postrider.sender.Fixture.MAILS;
import static io.postrider.sender.Fixture.SINK;
import static io.postrider.sender.Fixture.becomes;
import static io.postrider.sender.Fixture.events;
import static io.postrider.sender.Fixture.nextPostponed;
import static io.postrider.sender.Fixture.publish;
import static io.postrider.sender.Fixture.routed;
import static io.postrider.sender.Management.given;
import static io.postrider.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.local.TestMessages;
import io.postrider.mail.Batch;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
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

/** Smart hosts that refuse their client or the sender: no recipient bounces for it. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class RouteRefusalsTest {

    @BeforeEach
    @AfterEach
    void nothingIsLeft() {
        SINK.script(Script.acceptAll());
        MAILS.clear();
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
    void theNextRouteTakesWhatOneRefusesItsClientOrSender(SmtpStage stage, int code, String text) throws Exception {
        SINK.script(Script.at(stage, Action.answer(code, text)).firstTimes(1));
        Batch batch = mail("denying", "relay");

        publish(batch);

        becomes(batch, 0, State.DELIVERED);
        assertEquals(1, events(batch, "type = 10 and route = 'relay' and attempt = 1"));
        assertEquals(1, MAILS.size());
        takes("denying");
    }

    /** After this it has refused nothing. */
    private static void takes(String route) throws Exception {
        Batch batch = mail(route);
        publish(batch);
        becomes(batch, 0, State.DELIVERED);
    }

    @Test
    void whereThereIsNoOtherRouteTheMailIsHeld() throws Exception {
        SINK.script(Script.at(SmtpStage.RCPT, Action.answer(554, "5.7.1 Relay access denied"))
                .firstTimes(2));
        Batch batch = mail("denying", "relay");

        publish(batch);
        Batch back = nextPostponed(batch);

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

    @Test
    void severalRefusalsInARowSuspendTheRouteAndAreCounted() throws Exception {
        SINK.script(Script.at(SmtpStage.RCPT, Action.answer(554, "5.7.1 Relay access denied")));
        Batch first = mails(4, "news@shop.example", "denying");
        publish(first);
        nextPostponed(first);
        assertEquals(0, TestMessages.number("select count(*) from route_suspension"));
        Batch second = mails(3, "news@other.example", "denying");
        publish(second);
        nextPostponed(second);

        held("route = 'denying' and origin = 'refusals' and reason like '%in a row%554 5.7.1 Relay access denied'");
        metric("postrider_sender_held{part=\"route\"} 1.0");
        SINK.script(Script.acceptAll());
        Batch third = mail("denying");
        publish(third);
        nextPostponed(third);
        assertEquals(1, events(third, "type = 2 and attempt = 0 and reply like 'route denying is suspended:%'"));
        assertEquals(0, MAILS.size());

        resumed();
        takes("denying");
        SINK.script(Script.at(SmtpStage.RCPT, Action.answer(554, "5.7.1 Relay access denied"))
                .firstTimes(1));
        Batch fourth = mail("denying");
        publish(fourth);
        nextPostponed(fourth);
        takes("denying");
        assertEquals(0, TestMessages.number("select count(*) from route_suspension"), "one refusal is not several");
    }

    @Test
    void refusalsOfASenderSuspendNobodyElse() throws Exception {
        SINK.script(moment -> moment.stage() == SmtpStage.MAIL && moment.line().contains("bad.example")
                ? Action.answer(550, "5.7.1 Unconfigured Sending Domain <bad.example>")
                : Action.proceed());
        Batch bad = mails(6, "news@bad.example", "denying");
        publish(bad);
        Batch back = nextPostponed(bad);
        await().until(() -> TestMessages.number("select count(*) from route_hold where route = 'denying'"
                        + " and from_domain = 'bad.example' and site = '' and reason like '%Unconfigured%'")
                == 1);
        metric("postrider_sender_held{part=\"from_domain\"} 1.0");
        assertEquals(6, back.recipients().size());

        SINK.script(Script.acceptAll());
        takes("denying");
        Batch next = mails(1, "other@bad.example", "denying", "relay");
        publish(next);
        becomes(next, 0, State.DELIVERED);
        assertEquals(1, events(next, "type = 10 and route = 'relay' and attempt = 1"));
        assertEquals(0, TestMessages.number("select count(*) from route_suspension"));
        resumed();
    }

    private static Batch mails(int number, String from, String... routes) throws Exception {
        Content content =
                new Content(new Mailbox(from, "Shop"), null, "Number {{n}}", "You are {{n}}", null, null, null);
        String[] to =
                IntStream.range(0, number).mapToObj(n -> n + "@relay.example").toArray(String[]::new);
        return routed(TestMessages.accept(Lane.STANDARD, content, to), routes);
    }

    private static void held(String condition) {
        await().until(() -> TestMessages.number("select count(*) from route_suspension where " + condition) == 1);
    }

    private static void resumed() throws Exception {
        TestMessages.execute("delete from route_suspension");
        TestMessages.execute("delete from route_hold");
        for (String part : List.of("route", "from_domain")) {
            metric("postrider_sender_held{part=\"" + part + "\"} 0.0");
        }
    }

    private static void metric(String line) {
        await().untilAsserted(() -> given().get("/q/metrics").then().body(containsString(line)));
    }
}
