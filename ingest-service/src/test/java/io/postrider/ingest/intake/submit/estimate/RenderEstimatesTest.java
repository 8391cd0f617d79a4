package io.postrider.ingest.intake.submit.estimate;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.intake.submit.Bodies;
import io.postrider.ingest.intake.submit.Submissions;
import io.postrider.ingest.intake.submit.Submit;
import io.postrider.ingest.intake.submit.estimate.EstimateSlots.Place;
import io.postrider.ingest.model.Submission;
import io.postrider.ingest.web.Problem.Fault;
import io.postrider.ingest.web.Problem.Refusal;
import io.postrider.ingest.web.body.RequestBody;
import io.postrider.mail.Content;
import io.postrider.mail.ContentCodec;
import io.postrider.mail.Recipient;
import io.postrider.store.messages.NewMessage;
import io.postrider.templates.Escaping;
import io.postrider.templates.RenderBudget;
import io.postrider.templates.parse.TemplateCompiler;
import io.postrider.testing.Patience;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mail would be when it is rendered is known when it is submitted, so that none bounces for that later. */
class RenderEstimatesTest {
    private static final int SIZE = 1 << 20;

    private final EstimateSlots places = new EstimateSlots(EstimateSlots.Limits.of(2));
    private final Submit submit = new Submit(Submissions.settings(), Clock.systemUTC(), places);

    @Test
    void aMailAsLargeAsAllowedIsTakenAndALargerOneIsRefusedWithItsRecipient() {
        ObjectNode message = Bodies.message(2);
        message.put("subject", "{{s}}").put("text", "{{v}}".repeat(16)).put("html", "{{{v}}}".repeat(16));
        message.putObject("variables").put("v", "ü".repeat(SIZE / 64)).put("s", "");
        assertEquals(2, read(message).recipients());
        variables(message, 1).put("s", "x");
        List<Fault> faults = faults(message);
        assertEquals(1, faults.size());
        assertEquals("/to/1", faults.get(0).pointer());
        assertEquals(
                "would get a mail of more than 1,048,576 bytes when it is rendered;"
                        + " shorten the text, the lists or the variables that it shows",
                faults.get(0).detail());
        message.put("partial", true);
        assertEquals(1, read(message).recipients());
    }

    @ParameterizedTest
    @ValueSource(ints = {120, 33})
    void manyMailsThatWouldBeLargeAreRefusedWhateverTheRequestWeighs(int repeated) {
        ObjectNode message = Bodies.message(300);
        message.put("text", "{{v}}".repeat(repeated)).putObject("variables").put("v", "x".repeat(32_000));
        assertEquals(101, faults(message).size());
    }

    @Test
    void headersAndEscapingCount() {
        ObjectNode message = Bodies.message(1);
        message.put("text", "{{v}}".repeat(7)).putObject("variables").put("v", "\"".repeat(120_000));
        assertEquals(1, read(message).recipients());
        message.putObject("headers").put("X-A", "{{v}}").put("X-B", "{{v}}");
        assertEquals("/to/0", faults(message).get(0).pointer());
        message.remove("headers");
        message.put("html", message.remove("text").asText());
        assertEquals("/to/0", faults(message).get(0).pointer());
    }

    @Test
    void aMailThatTakesTooLongIsRefusedWithItsRecipient() {
        ObjectNode message = Bodies.message(2);
        message.put("text", "{{#l}}".repeat(16) + "{{a.b.c.d}}" + "{{/l}}".repeat(16));
        list(variables(message, 0).putArray("l"), 1);
        list(variables(message, 1).putArray("l"), 3);
        List<Fault> faults = faults(message);
        assertEquals(1, faults.size());
        assertEquals("/to/1", faults.get(0).pointer());
        assertTrue(faults.get(0).detail().contains("over 400,000 steps; use shorter lists"), faults::toString);
    }

    @Test
    void whatAllRecipientsTogetherTakeIsBounded() {
        ObjectNode message = Bodies.message(1_000);
        message.put("text", "{{#l}}{{#l}}{{#l}}{{x}}{{/l}}{{/l}}{{/l}}");
        list(message.putObject("variables").putArray("l"), 25);
        List<Fault> faults = faults(message);
        assertEquals(1, faults.size());
        assertTrue(faults.get(0).detail().startsWith("takes over 20,000,000 steps"), faults::toString);
        message.set("to", Bodies.message(100).get("to"));
        assertEquals(100, read(message).recipients());
    }

    /** Also names that are only asked for: a body below the size for workers can have thousands for hundreds of recipients. */
    @Test
    void whatTakesLongIsReadOnAWorker() {
        ObjectNode message = Bodies.message(300);
        assertSame(Thread.currentThread(), readBy(message));
        message.put("text", "{{email}} {{#l}}{{x}}{{/l}}");
        list(message.putObject("variables").putArray("l"), 100);
        assertSame(Thread.currentThread(), readBy(message));
        StringBuilder names = new StringBuilder();
        ObjectNode variables = message.putObject("variables");
        for (int i = 0; i < 1_000; i++) {
            names.append("{{v").append(i).append("}}");
            variables.put("v" + i, "");
        }
        message.put("text", names.toString());
        assertNotSame(Thread.currentThread(), readBy(message));
        message.put("text", "{{#l}}{{#l}}{{x}}{{/l}}{{/l}}");
        list(message.putObject("variables").putArray("l"), 300);
        message.set("to", Bodies.message(1).get("to"));
        assertNotSame(Thread.currentThread(), readBy(message));
    }

    /** The body of a test has no client, which is one client as well. */
    @Test
    void whoTakesAllPlacesOfAClientKeepsNoOtherWaiting() {
        Place hostile = places.tryEnter("hostile");
        for (int i = 0; i < 3; i++) {
            places.enter("hostile", () -> false).subscribe().with(Place::close, refused -> {});
        }
        assertEquals(1, read(costly()).recipients());
        assertEquals(3, places.waiting());
        hostile.close();
        assertEquals(0, places.waiting());
        assertEquals(0, places.taken());
    }

    @Test
    void whatWaitsForAPlaceHasNoThreadAndIsReadWhenOneIsFree() {
        Place own = places.tryEnter(null);
        CompletableFuture<Submission> waiting =
                submit.message(bytes(costly()), null).subscribeAsCompletionStage();
        assertEquals(1, places.waiting(), "on this thread, which goes on");
        own.close();
        assertEquals(
                1,
                waiting.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .join()
                        .recipients());
        await().until(() -> places.taken() == 0);
    }

    /** Its recipients would be refused, and take all that a request may take. */
    @Test
    void aMessageWithFaultsIsNotEstimated() {
        ObjectNode message = Bodies.message(100);
        message.put("text", "{{#l}}".repeat(16) + "{{x}}" + "{{/l}}".repeat(16));
        list(message.putObject("variables").putArray("l"), 9);
        message.put("lane", "none");
        assertEquals(List.of("/lane"), pointers(message));
        message.remove("lane");
        ((ObjectNode) message.get("to").get(99)).put("email", "none");
        assertEquals(List.of("/to/99/email"), pointers(message));
        message.put("partial", true);
        assertEquals(1, pointers(message).size(), "it takes too much");
        message.put("subject", "{{missing}}").remove("partial");
        assertEquals(100, pointers(message).size());
    }

    private List<String> pointers(ObjectNode message) {
        return faults(message).stream().map(Fault::pointer).toList();
    }

    private static ObjectNode costly() {
        ObjectNode message = Bodies.message(1);
        message.put("text", "{{#l}}{{#l}}{{x}}{{/l}}{{/l}}");
        list(message.putObject("variables").putArray("l"), 200);
        return message;
    }

    /** Whatever is accepted is rendered within what sender-service allows for. */
    @Test
    void nothingAcceptedIsOverTheBudgetWhenItIsRendered() {
        Random random = new Random(3);
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            ObjectNode message = Bodies.message(1);
            message.put("subject", "{{v}}").put("text", source(random)).put("html", source(random));
            ObjectNode variables = message.putObject("variables");
            variables.put("v", "<é>".repeat(random.nextInt(2_000)));
            list(variables.putArray("l"), random.nextInt(40));
            list(variables.putArray("m"), random.nextInt(40));
            try {
                NewMessage read = read(message).messages().get(0);
                rendered(ContentCodec.decode(read.content()), read);
                accepted++;
            } catch (Refusal e) {
                refused++;
            }
        }
        assertTrue(accepted > 50 && refused > 50, accepted + " accepted, " + refused + " refused");
    }

    private static void rendered(Content content, NewMessage message) {
        RenderBudget budget = RenderBudget.most();
        Recipient recipient = message.recipients().get(0);
        int bytes = 0;
        for (String source : List.of(content.subject(), content.text())) {
            bytes += octets(TemplateCompiler.compile(source, Escaping.NONE)
                    .render(message.head().variables(), recipient, budget));
        }
        bytes += octets(TemplateCompiler.compile(content.html(), Escaping.HTML)
                .render(message.head().variables(), recipient, budget));
        assertTrue(bytes <= SIZE, bytes + " bytes");
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String source(Random random) {
        String inside = "{{v}} text {{x.y}}";
        for (int depth = random.nextInt(5); depth > 0; depth--) {
            String name = random.nextBoolean() ? "l" : "m";
            inside = "{{#%1$s}}%2$s{{/%1$s}}".formatted(name, inside);
        }
        return inside.startsWith("{{#") ? inside : "{{v}}";
    }

    private static ObjectNode variables(ObjectNode message, int recipient) {
        return ((ObjectNode) message.get("to").get(recipient)).putObject("variables");
    }

    private static void list(ArrayNode list, int elements) {
        for (int i = 0; i < elements; i++) {
            list.add(1);
        }
    }

    private List<Fault> faults(ObjectNode message) {
        return assertThrows(Refusal.class, () -> read(message)).problem().faults();
    }

    private Submission read(ObjectNode message) {
        return submit.message(bytes(message), null).await().atMost(Patience.LIMIT);
    }

    private Thread readBy(ObjectNode message) {
        AtomicReference<Thread> by = new AtomicReference<>();
        submit.message(bytes(message), null)
                .onTermination()
                .invoke(() -> by.set(Thread.currentThread()))
                .onFailure()
                .recoverWithNull()
                .await()
                .atMost(Patience.LIMIT);
        return by.get();
    }

    private static RequestBody bytes(ObjectNode message) {
        return RequestBody.of(message.toString().getBytes(StandardCharsets.UTF_8));
    }
}
