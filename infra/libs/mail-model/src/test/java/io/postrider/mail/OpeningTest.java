package io.postrider.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.mail.Content.Attachment;
import io.postrider.mail.Content.Mailbox;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The beginning of a content, wherever it is cut. */
class OpeningTest {
    private static final Content CONTENT = new Content(
            new Mailbox("news@shop.example", "Sh\u00f6p"),
            List.of(new Mailbox("help@shop.example", null)),
            "\"subject\": {{season}} \u20ac",
            "text",
            null,
            Map.of(),
            List.of(new Attachment("a.bin", "application/octet-stream", null, new byte[10_000])));

    @Test
    void senderAndSubjectAreReadOrNothing() {
        byte[] encoded = ContentCodec.encode(CONTENT);
        Optional<ContentCodec.Opening> whole =
                Optional.of(new ContentCodec.Opening(CONTENT.from(), null, CONTENT.subject()));
        assertEquals(whole, ContentCodec.opening(Arrays.copyOf(encoded, 300)));
        int last = 0;
        for (int length = 0; length < 300; length++) {
            Optional<ContentCodec.Opening> opening = ContentCodec.opening(Arrays.copyOf(encoded, length));
            if (opening.isEmpty()) {
                last = length;
            } else {
                assertEquals(whole, opening);
            }
        }
        assertEquals(Optional.empty(), ContentCodec.opening(Arrays.copyOf(encoded, last)));
        for (int length = last + 1; length < 300; length++) {
            assertEquals(whole, ContentCodec.opening(Arrays.copyOf(encoded, length)));
        }
    }

    @Test
    void addresseesAreReadWithIt() {
        Addressees addressees =
                new Addressees(new Mailbox("ann@mail.example", "Ann"), List.of(new Mailbox("ben@mail.example", null)));
        byte[] encoded = ContentCodec.encode(CONTENT.withAddressees(addressees));
        assertEquals(
                Optional.of(new ContentCodec.Opening(CONTENT.from(), addressees, CONTENT.subject())),
                ContentCodec.opening(Arrays.copyOf(encoded, 400)));
    }

    @Test
    void whatIsNoContentHasNone() {
        for (String text : List.of("", "[]", "{}", "null", "{\"subject\":1}")) {
            assertEquals(Optional.empty(), ContentCodec.opening(text.getBytes(StandardCharsets.UTF_8)), text);
        }
    }
}
