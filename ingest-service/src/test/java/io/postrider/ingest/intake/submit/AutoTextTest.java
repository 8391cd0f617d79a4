package io.postrider.ingest.intake.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.model.Submission;
import io.postrider.ingest.web.body.RequestBody;
import io.postrider.mail.Content;
import io.postrider.mail.ContentCodec;
import io.postrider.testing.Patience;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message with HTML and no text gets a text alternative, unless the sender does not want it. */
class AutoTextTest {
    private final Submit submit = Submissions.submit(Clock.systemUTC());

    private static ObjectNode html(String html) {
        ObjectNode message = Bodies.message(2);
        message.remove("text");
        return message.put("html", html);
    }

    @Test
    void textIsMadeOfTheHtml() {
        ObjectNode message =
                html("<h1>Hi {{name}}</h1><p>A &amp; B: <a href=\"https://shop.example/{{id}}\">look</a></p>");
        message.putObject("variables").put("id", 7).put("name", "friend");
        Content content = content(message);
        assertEquals("Hi {{name}}\n\nA & B: look <https://shop.example/{{id}}>\n", content.text());
        assertEquals(message.get("html").asText(), content.html());
        assertEquals(content.text(), content(message.put("auto_text", true)).text());
        assertEquals(content.text(), content(message.putNull("auto_text")).text());
    }

    @Test
    void textThatWasGivenIsKept() {
        assertEquals("own", content(html("<p>made</p>").put("text", "own")).text());
        // As Resend's clients say that they want none.
        assertEquals("", content(html("<p>made</p>").put("text", "")).text());
    }

    @Test
    void noneIsMadeWhereTheSenderSaysSo() {
        assertNull(content(html("<p>made</p>").put("auto_text", false)).text());
        assertEquals(
                "/auto_text",
                Submissions.fault(submit, html("<p>x").put("auto_text", "no")).pointer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src='https://shop.example/a.png'>",
                "<p>{{{body}}}</p>",
                "{{#if a}}<a href='https://a.example'>{{else}}<a href='https://b.example'>{{/if}}x</a>"
            })
    void mailIsTakenWhereNoneCanBeMade(String html) {
        ObjectNode message = html(html);
        message.putObject("variables").put("body", "<b>x</b>");
        assertNull(content(message).text());
    }

    /** The HTML alone is within the bytes and steps of a mail, both are not. */
    @Test
    void madeTextNeverCostsTheMail() {
        ObjectNode large = html("{{v}}".repeat(8));
        large.putObject("variables").put("v", "x".repeat(120_000));
        assertNull(content(large).text());
        ObjectNode slow = html("{{#l}}".repeat(4) + "{{x}}" + "{{/l}}".repeat(4));
        slow.putObject("variables").set("l", Bodies.message(13).get("to"));
        assertNull(content(slow).text());
        large.putObject("variables").put("v", "x".repeat(20_000));
        assertEquals("{{v}}\n", content(large.put("html", "{{v}}")).text());
    }

    @Test
    void messagesOfABatchGetTheirsToo() {
        ObjectNode batch = Bodies.batch(0, 0);
        batch.withArray("messages")
                .add(html("<p>one</p>"))
                .add(html("<p>two</p>").put("auto_text", false));
        byte[] bytes = batch.toString().getBytes(StandardCharsets.UTF_8);
        Submission taken = submit.batch(RequestBody.of(bytes), null).await().atMost(Patience.LIMIT);
        assertEquals(
                "one\n", ContentCodec.decode(taken.messages().get(0).content()).text());
        assertNull(ContentCodec.decode(taken.messages().get(1).content()).text());
    }

    private Content content(ObjectNode message) {
        Submission taken = Submissions.read(submit, message.toString());
        return ContentCodec.decode(taken.messages().get(0).content());
    }
}
