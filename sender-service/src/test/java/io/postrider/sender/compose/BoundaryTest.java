package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Content.Attachment;
import io.postrider.mail.Recipient;
import io.postrider.sender.compose.mime.Boundary;
import io.postrider.sender.compose.mime.EncodedBody;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2046, 5.1.1: nothing that comes from outside ends a part of a mail or begins one. */
class BoundaryTest extends OverEveryTransport {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"([^\"]+)\"");

    private static Mails letters(String message) {
        return new Mails()
                .text("{{name}} writes: {{message}}")
                .html("<p>{{name}} writes: {{message}}</p>")
                .attach(
                        new Attachment("logo.png", "image/png", "logo", new byte[] {1, 2, 3}),
                        new Attachment("terms.pdf", "application/pdf", null, new byte[] {4, 5, 6}))
                .shared(Map.of("name", "Eve", "message", message));
    }

    private static Set<String> boundaries(ReadMail mail) {
        Set<String> found = new HashSet<>();
        Matcher matcher = BOUNDARY.matcher(mail.raw);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void eachMailHasItsBoundaryAndKeepsItOverAttempts() {
        assertArrayEquals(letters("hi").read().bytes, letters("hi").read().bytes);
        Set<String> ann = boundaries(letters("hi").read());
        Set<String> bob = boundaries(letters("hi").readBy(new Recipient(8, "bob@mail.example", null, Map.of())));
        assertEquals(3, ann.size());
        assertEquals(3, bob.size());
        assertTrue(ann.stream().noneMatch(bob::contains), ann + " " + bob);
    }

    @Test
    void keyAndOrdinalBothCount() {
        UUID key = UUID.randomUUID();
        assertEquals(Boundary.of(key, 3), Boundary.of(key, 3));
        assertNotEquals(Boundary.of(key, 3), Boundary.of(key, 4));
        assertNotEquals(Boundary.of(key, 3), Boundary.of(UUID.randomUUID(), 3));
        assertEquals(
                1_000,
                IntStream.range(0, 1_000)
                        .mapToObj(n -> Boundary.of(key, n))
                        .distinct()
                        .count());
    }

    /** RFC 2046 allows 70 characters. */
    @Test
    void boundariesAreShortEnough() {
        assertTrue(boundaries(letters("hi").read()).stream().allMatch(boundary -> boundary.length() <= 70));
    }

    /** Even the mail's own boundary, which cannot be known in advance, ends no part. */
    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r", "\r\n\r\n", " \n", "\n\r"})
    void knownBoundaryEndsNoPart(String lineEnd) throws Exception {
        ReadMail known = letters("hi").read();
        for (String boundary : boundaries(known)) {
            String parts = String.join(
                    lineEnd,
                    "hi",
                    "--" + boundary,
                    "Content-Type: text/html",
                    "",
                    "<script>eve</script>",
                    "--" + boundary,
                    "Content-Disposition: attachment; filename=invoice.pdf",
                    "",
                    "%PDF",
                    "--" + boundary + "--",
                    "");
            ReadMail mail = letters(parts).read();
            assertEquals(boundaries(known), boundaries(mail));
            assertEquals(
                    List.of("text/plain", "text/html", "image/png", "application/pdf"),
                    mail.leaves().stream().map(ReadMail.Leaf::type).toList());
            assertTrue(mail.leaves().get(1).text().contains(" writes: hi"));
            assertFalse(mail.leaves().get(1).text().contains("<script>"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--=_", "x\n--=_a", "x\r--=_", "x\r\n--=_m0123456789abcdef\r\ny", "\n\n--=_r--"})
    void lineThatMayBeADelimiterIsEncoded(String text) {
        assertNotEquals("7bit", EncodedBody.of(text).encoding());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-- ", "-- \r\nAnn", "a --=_x", " --=_", "--=", "---=_", "--\n=_", "=_", "--"})
    void otherLinesAreNot(String text) {
        assertEquals("7bit", EncodedBody.of(text).encoding());
    }
}
