package io.postrider.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Addressees.Kind;
import io.postrider.mail.Content.Mailbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The samples are what other versions wrote: a change that cannot read them, or writes otherwise, breaks a running system. */
class GoldenSamplesTest {
    private static final UUID MESSAGE = UUID.fromString("0193a0c5-7a00-7000-8000-000000000001");
    private static final UUID BATCH = UUID.fromString("0193a0c5-7a00-7000-8000-000000000002");

    private static final UUID BOUNDARY_KEY = UUID.fromString("6f4f7f0e-53a5-4dd5-9a9b-8f0f5a1c2d3e");

    private static Batch batch() {
        Map<String, Object> ann = new LinkedHashMap<>();
        ann.put("first_name", "Änn");
        ann.put("points", 42);
        ann.put("vip", true);
        ann.put("orders", List.of(Map.of("sku", "a-1")));
        MessageHead head = new MessageHead(
                MESSAGE,
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "news@shop.example",
                Lane.BULK,
                4,
                Instant.ofEpochMilli(1_764_000_000_000L),
                Instant.ofEpochMilli(1_764_259_200_000L),
                20_000,
                BOUNDARY_KEY,
                Map.of("season", "spring"));
        return new Batch(
                BATCH,
                head,
                2,
                "gmail",
                List.of("relay-a", "relay-b"),
                Instant.ofEpochMilli(1_764_000_060_000L),
                List.of(
                        new Recipient(7, "ann@mail.example", "Ann", ann),
                        new Recipient(8, "ben@mail.example", null, Map.of())));
    }

    private static Batch scheduled() {
        Batch batch = batch();
        MessageHead head = batch.message();
        return batch.withMessage(new MessageHead(
                head.id(),
                head.content(),
                head.from(),
                head.lane(),
                head.priority(),
                head.acceptedAt(),
                head.acceptedAt().plusSeconds(3_600),
                head.expiresAt(),
                head.audience(),
                head.boundaryKey(),
                head.variables()));
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = GoldenSamplesTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
        }
    }

    @Test
    void batchIsWrittenAsTheSample() throws IOException {
        assertEquals(
                new String(golden("batch.json"), StandardCharsets.UTF_8),
                new String(BatchCodec.encode(batch()), StandardCharsets.UTF_8));
    }

    @Test
    void batchIsReadFromTheSample() throws IOException {
        assertEquals(batch(), BatchCodec.decode(golden("batch.json")));
    }

    @Test
    void scheduledBatchIsWrittenAndReadAsTheSample() throws IOException {
        assertArrayEquals(golden("batch-scheduled.json"), BatchCodec.encode(scheduled()));
        Batch read = BatchCodec.decode(golden("batch-scheduled.json"));
        assertEquals(scheduled(), read);
        assertEquals(Instant.ofEpochMilli(1_764_003_600_000L), read.message().date());
        assertEquals(
                read.message().date(), read.retry(read.recipients()).message().date());
        assertEquals(batch().message().acceptedAt(), batch().message().date());
    }

    @Test
    void fieldsOfANewerVersionArePassedOver() throws IOException {
        assertEquals(batch(), BatchCodec.decode(golden("batch-from-the-future.json")));
    }

    @Test
    void batchOfAnOlderVersionHasItsIdForABoundaryKey() throws IOException {
        String older = new String(golden("batch.json"), StandardCharsets.UTF_8)
                .replace("\"boundary_key\":\"" + BOUNDARY_KEY + "\",", "");
        assertEquals(
                MESSAGE,
                BatchCodec.decode(older.getBytes(StandardCharsets.UTF_8))
                        .message()
                        .boundaryKey());
    }

    @Test
    void contentIsWrittenAndReadAsTheSample() throws IOException {
        byte[] golden = golden("content.json");
        Content content = ContentCodec.decode(golden);
        assertEquals("Grüße {{first_name}}", content.subject());
        assertEquals("spring.png", content.attachments().get(0).filename());
        assertArrayEquals(
                "png".getBytes(StandardCharsets.US_ASCII),
                content.attachments().get(0).bytes());
        assertEquals(
                List.of("List-Unsubscribe", "X-Entity"),
                List.copyOf(content.headers().keySet()));
        assertArrayEquals(golden, ContentCodec.encode(content));
        assertEquals(64, ContentCodec.claimCheck(golden).length());
    }

    @Test
    void contentWithCcIsWrittenAndReadAsTheSample() throws IOException {
        byte[] golden = golden("content-cc.json");
        Content content = ContentCodec.decode(golden);
        Addressees addressees = content.addressees();
        assertEquals(new Mailbox("ann@mail.example", "Änn"), addressees.to());
        assertEquals(List.of(new Mailbox("ben@mail.example", null)), addressees.cc());
        assertEquals(
                List.of(Kind.TO, Kind.CC, Kind.BCC),
                List.of(addressees.kind(0), addressees.kind(1), addressees.kind(2)));
        assertArrayEquals(golden, ContentCodec.encode(content));
        assertArrayEquals(
                golden, ContentCodec.encode(content.withAddressees(null).withAddressees(addressees)));
    }

    @Test
    void contentOfAnOlderVersionShowsItsRecipientAlone() throws IOException {
        assertNull(ContentCodec.decode(golden("content.json")).addressees());
    }

    @Test
    void garbageIsNamedNotThrownAsABug() {
        for (String garbage : List.of("", "{", "[]", "null", "{}", "{\"id\":7}", "{\"id\":\"x\"}", "\u0000\u0001")) {
            UndecodableException refused = assertThrows(
                    UndecodableException.class,
                    () -> BatchCodec.decode(garbage.getBytes(StandardCharsets.UTF_8)),
                    garbage);
            assertTrue(refused.getMessage().startsWith("the batch cannot be decoded: "), refused.getMessage());
        }
    }

    @Test
    void nestingIsBounded() {
        byte[] deep = ("{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}").getBytes(StandardCharsets.UTF_8);
        assertThrows(UndecodableException.class, () -> BatchCodec.decode(deep));
    }

    @Test
    void aBatchThatFollowsHasTheSameIdAfterACrash() {
        Batch batch = batch();
        List<Recipient> all = batch.recipients();
        assertEquals(batch.retry(all), batch.retry(all));
        List<Recipient> asTheyAnswered = new ArrayList<>(all);
        Collections.reverse(asTheyAnswered);
        assertNotEquals(all, asTheyAnswered);
        assertEquals(batch.retry(all).id(), batch.retry(asTheyAnswered).id());
        assertNotEquals(batch.retry(all).id(), batch.again(all).id());
        assertNotEquals(batch.again(all).id(), batch.again(all).again(all).id());
    }

    @Test
    void aBatchThatFollowsWithFewerRecipientsIsAnotherOne() {
        Batch batch = batch();
        assertNotEquals(
                batch.retry(batch.recipients()).id(),
                batch.retry(batch.recipients().subList(0, 1)).id());
    }
}
