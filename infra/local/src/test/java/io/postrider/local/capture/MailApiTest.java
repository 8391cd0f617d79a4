package io.postrider.local.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.testing.Patience;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailApiTest extends RunningMailPage {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void listsWhatTheFiltersLeaveTheNewestFirst() throws Exception {
        take("ann@mail.example", "Your order 1");
        take("joann@mail.example", "Your order 2");
        take("ann@mail.example", "=?utf-8?q?Gr=C3=BC=C3=9Fe?=");
        assertEquals(List.of(3, 2, 1), numbers("?"));
        assertEquals(List.of(3, 1), numbers("?to=Ann@mail.example"));
        assertEquals(List.of(2, 1), numbers("?subject=your%20ORDER"));
        assertEquals(List.of(3), numbers("?subject=gr%C3%BC%C3%9F&to=ann@mail.example"));
        assertEquals(List.of(3, 2), numbers("?after=1"));
        assertEquals(List.of(3), numbers("?limit=1"));
        assertEquals(List.of(), numbers("?after=2999-01-01T00:00:00Z"));
        assertEquals(List.of(3, 2, 1), numbers("?after=2020-01-01T00:00:00%2B02:00"));
        assertEquals(3, get("/api/mails").get("last").asInt());
    }

    @Test
    void oneMailHasItsHeadersTextHtmlAndAttachments() throws Exception {
        takeSource("""
                From: Shop <shop@shop.example>
                To: ann@mail.example
                Delivered-To: forged@mail.example
                Subject: Invoice
                Content-Type: multipart/mixed; boundary=m

                --m
                Content-Type: multipart/alternative; boundary=a

                --a
                Content-Type: text/plain; charset=utf-8

                Grüße
                --a
                Content-Type: text/html; charset=utf-8

                <p>Grüße</p>
                --a--
                --m
                Content-Type: text/csv
                Content-Disposition: attachment; filename=prices.csv

                a,b
                --m--
                """, "ann@mail.example");
        JsonNode mail = get("/api/mails/1");
        assertEquals("bounce@shop.example", mail.get("envelope_from").asText());
        assertEquals("[\"ann@mail.example\"]", mail.get("envelope_to").toString());
        assertEquals("Grüße", mail.get("text").asText().strip());
        assertEquals("<p>Grüße</p>", mail.get("html").asText().strip());
        JsonNode attachment = mail.get("attachments").get(0);
        assertEquals("prices.csv", attachment.get("filename").asText());
        assertEquals("text/csv", attachment.get("content_type").asText());
        assertEquals("a,b", new String(attachment.get("content").binaryValue(), StandardCharsets.UTF_8).strip());
        assertTrue(
                mail.get("headers").toString().contains("{\"name\":\"Subject\",\"value\":\"Invoice\"}"),
                mail::toString);
        assertTrue(Instant.parse(mail.get("received_at").asText()).isAfter(Instant.EPOCH));
    }

    @Test
    void waitsForAMailThatIsStillToCome() throws Exception {
        take("ann@mail.example", "earlier");
        CompletableFuture<HttpResponse<String>> waiting = ask("/api/mails?to=ann@mail.example&after=1&wait=60");
        take("bob@mail.example", "of another");
        take("ann@mail.example", "the one");
        assertEquals(
                List.of(3), numbersOf(json.readTree(Patience.result(waiting).body())));
    }

    @Test
    void waitsForAsManyAsAreAskedFor() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting = ask("/api/mails?count=2&wait=60");
        take("ann@mail.example", "one");
        take("bob@mail.example", "two");
        assertEquals(
                List.of(2, 1), numbersOf(json.readTree(Patience.result(waiting).body())));
    }

    /** A mail that came and is not yet on disk must be in this answer, or else in the next one. */
    @Test
    void callsThatGoOnAfterTheLastOneMissNoMail() throws Exception {
        List<Integer> seen = new ArrayList<>();
        int last = 0;
        for (int number = 1; number <= 5; number++) {
            box.take(received("From: shop@shop.example\nSubject: one of many\n\nhello\n", "ann@mail.example"));
            JsonNode answer = get("/api/mails?after=" + last);
            seen.addAll(numbersOf(answer));
            last = answer.get("last").asInt();
        }
        assertEquals(List.of(1, 2, 3, 4, 5), seen);
    }

    @Test
    void theAnswerIsEmptyWhenTheWaitIsOver() throws Exception {
        assertEquals(List.of(), numbers("?wait=1"));
    }

    @Test
    void callsBeyondTheBoundAreNotLeftWaiting() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        IntStream.rangeClosed(0, MailApi.MOST_WAITING).forEach(n -> calls.add(ask("/api/mails?wait=60")));
        HttpResponse<?> first =
                (HttpResponse<?>) Patience.result(CompletableFuture.anyOf(calls.toArray(CompletableFuture[]::new)));
        assertEquals(503, first.statusCode());
        take("ann@mail.example", "for all");
        long answered = calls.stream()
                .filter(call -> Patience.result(call).statusCode() == 200)
                .count();
        assertEquals(MailApi.MOST_WAITING, answered);
    }

    @Test
    void removesAllAndNumbersGoOnAlsoAfterARestart() throws Exception {
        take("ann@mail.example", "one");
        take("ann@mail.example", "two");
        HttpRequest delete = HttpRequest.newBuilder(page.uri().resolve("/api/mails"))
                .DELETE()
                .build();
        assertEquals(
                204, http.send(delete, HttpResponse.BodyHandlers.discarding()).statusCode());
        assertEquals(List.of(), numbers("?"));
        stop();
        start();
        assertEquals(2, get("/api/mails").get("last").asInt());
        take("ann@mail.example", "three");
        assertEquals(List.of(3), numbers("?after=2"));
    }

    @Test
    void faultsAreNamed() throws Exception {
        assertFault(400, "?form=x", "Unknown parameter form");
        assertFault(400, "?after=yesterday", "after must be");
        assertFault(400, "?limit=501", "limit needs a number from 1 to 500");
        assertFault(400, "?wait=61", "wait needs a number from 0 to 60");
        assertFault(404, "/7", "no mail 7");
        assertFault(404, "/7/text", "The calls are GET");
    }

    private void assertFault(int status, String path, String words) throws Exception {
        HttpResponse<String> answer = Patience.result(ask("/api/mails" + path));
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(json.readTree(answer.body()).get("detail").asText().contains(words), answer.body());
    }

    private List<Integer> numbers(String query) throws Exception {
        return numbersOf(get("/api/mails" + query));
    }

    private static List<Integer> numbersOf(JsonNode answer) {
        List<Integer> numbers = new ArrayList<>();
        answer.get("mails").forEach(mail -> numbers.add(mail.get("number").asInt()));
        return numbers;
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = Patience.result(ask(path));
        assertEquals(200, answer.statusCode(), answer.body());
        return json.readTree(answer.body());
    }

    private CompletableFuture<HttpResponse<String>> ask(String path) {
        URI uri = page.uri().resolve(path);
        return http.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void take(String to, String subject) throws Exception {
        takeSource("From: shop@shop.example\nTo: %s\nSubject: %s\n\nhello\n".formatted(to, subject), to);
    }

    private void takeSource(String source, String to) throws Exception {
        long number = box.count() + 1;
        box.take(received(source, to));
        MailBoxTest.awaitKept(box, number);
    }

    private static ReceivedMail received(String source, String to) {
        byte[] content = source.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return new ReceivedMail(Instant.now(), 1, "bounce@shop.example", List.of(to), content, null);
    }
}
