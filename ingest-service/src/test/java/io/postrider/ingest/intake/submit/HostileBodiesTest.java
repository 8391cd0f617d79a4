package io.postrider.ingest.intake.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.model.Submission;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.Problem.Refusal;
import io.postrider.ingest.web.body.RequestBody;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of just the limit, made to take as much memory as they can. */
@Tag("slow")
class HostileBodiesTest {
    private static final int LIMIT = 24 << 20;
    private static final String MESSAGE = "{\"from\":{\"email\":\"a@b.example\"},\"subject\":\"s\",\"text\":\"t\",";

    /** Of which most is no longer needed a moment later. */
    private static final long ALLOCATED = 600L << 20;

    private final Submit submit = Submissions.submit(
            // All of it on the calling thread, whose allocations are counted.
            Clock.systemUTC(), "postrider.submit.worker-from", "1G");

    static Stream<Arguments> bodies() {
        List<String> repeated = List.of(
                "{}",
                "\"a\"",
                "{\"a\":1}",
                "1e308",
                "9".repeat(99),
                "{\"email\":\"a%d@b.example\"}",
                "{\"email\":\"a%d@b.example\",\"variables\":{\"%d\":[[],[],{\"a\":{}}]}}",
                "{\"to\":[{}]}",
                "{\"email\":\"\",\"x%d\":1}");
        List<String> places = List.of(
                "{\"x\":[%s]}",
                "{\"variables\":{\"a\":[%s]}}",
                "{\"reply_to\":[%s]}",
                "{\"attachments\":[{\"content\":[%s]}]}",
                "{\"messages\":[{\"to\":[%s]}]}",
                "{\"partial\":true,\"to\":[%s]}",
                MESSAGE + "\"to\":[{\"email\":\"c@d.example\",\"variables\":{\"a\":[%s]}}]}",
                MESSAGE + "\"to\":[{\"email\":\"c@d.example\",\"name\":[%s]}]}",
                MESSAGE + "\"to\":[%s]}");
        Stream<Arguments> inLists =
                places.stream().flatMap(place -> repeated.stream().map(element -> Arguments.of(place, element)));
        Stream<Arguments> names = Stream.of(
                        "{%s}",
                        "{\"x\":{%s}}",
                        "{\"variables\":{%s}}",
                        "{\"to\":[{%s}]}",
                        "{\"to\":[{\"variables\":{%s}}]}",
                        "{\"messages\":[{%s}]}")
                .flatMap(place -> Stream.of("\"n%d\":1", "\"%d\":{}", "\"" + "x".repeat(900) + "%d\":\"\"")
                        .map(field -> Arguments.of(place, field)));
        return Stream.concat(inLists, names);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void areRefusedOrAcceptedWithoutAMultipleOfTheirBytes(String place, String element) {
        byte[] body = filled(place, element);
        bounded(() -> submit.message(RequestBody.of(body), null));
        bounded(() -> submit.batch(RequestBody.of(body), null));
    }

    private interface Reading {
        Uni<Submission> read();
    }

    private static void bounded(Reading reading) {
        long before = allocated();
        try {
            reading.read().await().atMost(Patience.LIMIT);
        } catch (Refusal refusal) {
            Problem problem = refusal.problem();
            assertTrue(List.of(400, 413, 422).contains(problem.status()), problem::toString);
            assertTrue(problem.bytes("id").length < 1 << 20, "the answer is short");
        }
        long allocated = allocated() - before;
        assertTrue(allocated < ALLOCATED, () -> (allocated >> 20) + " MiB");
    }

    private static long allocated() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private static byte[] filled(String place, String element) {
        StringBuilder elements = new StringBuilder(LIMIT);
        for (int i = 0; elements.length() + element.length() + 16 < LIMIT - place.length(); i++) {
            elements.append(i == 0 ? "" : ",").append(element.replace("%d", Integer.toString(i)));
        }
        return place.replace("%s", elements).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aStringIsBounded() {
        for (String place : List.of("{\"html\":\"%s\"}", "{\"to\":[{\"name\":\"%s\"}]}", "{\"campaign\":\"%s\"}")) {
            Problem problem = refused(filled(place, "x"));
            assertEquals(422, problem.status());
            assertTrue(problem.faults().get(0).detail().contains("characters"), problem::toString);
        }
        assertEquals(413, refused(filled("{\"to\":[%s]}", "{}")).status());
    }

    private Problem refused(byte[] body) {
        return assertThrows(
                        Refusal.class,
                        () -> submit.message(RequestBody.of(body), null).await().atMost(Patience.LIMIT))
                .problem();
    }

    @Test
    void aFileMayBeWrittenWithEscapedSlashesAndIsTheSame() {
        byte[] file = new byte[100_000];
        new Random(1).nextBytes(file);
        String base64 = Base64.getEncoder().encodeToString(file);
        byte[] plain = content(base64);
        assertTrue(Arrays.equals(plain, content(base64.replace("/", "\\/"))));
        assertTrue(Arrays.equals(plain, content(base64.replace("/", "\\u002f").replace("+", "\\u002B"))));
        for (String wrapped : List.of("\\r\\n", "\\n", " ", "\\u000a", "\\t")) {
            String lines = base64.replaceAll("(.{76})", "$1" + wrapped.replace("\\", "\\\\"));
            assertTrue(Arrays.equals(plain, content(lines + wrapped)), wrapped);
        }
        for (String wrong : List.of(
                "AAAA AAA",
                "AAA",
                "AA\\b==",
                "data:a/b;base64,AAAA",
                "AAA\\u00e4",
                "AAAA\\\\",
                "A===",
                "?",
                "\\\"AAA")) {
            Problem problem = refused(message(wrong));
            assertEquals("/attachments/0/content", problem.faults().get(0).pointer(), wrong);
        }
    }

    private byte[] content(String base64) {
        Submission read =
                submit.message(RequestBody.of(message(base64)), null).await().atMost(Patience.LIMIT);
        return read.messages().get(0).content();
    }

    private static byte[] message(String base64) {
        return (MESSAGE + "\"to\":[{\"email\":\"c@d.example\"}],\"attachments\":[{\"filename\":\"a\",\"content\":\""
                        + base64 + "\",\"content_type\":\"a/b\"}]}")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
