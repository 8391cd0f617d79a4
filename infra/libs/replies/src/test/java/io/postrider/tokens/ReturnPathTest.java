package io.postrider.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReturnPathTest {
    private static final String KEY = "a-key-of-the-tests-of-32-characters!";
    private static final String NEXT_KEY = "the-key-that-comes-after-it-in-rotation";
    private static final UUID MESSAGE = UUID.fromString("0192f0c1-7a3b-7c4d-8e5f-6a7b8c9d0e1f");

    private final ReturnPath paths = new ReturnPath("Bounces.shop.example", List.of(KEY));

    @Test
    void whatWasSignedIsReadBack() {
        for (int ordinal : new int[] {0, 1, 499, 1_000_000, Integer.MAX_VALUE}) {
            UUID message = UUID.randomUUID();
            assertEquals(
                    Optional.of(new ReturnPath.Delivery(message, ordinal)), paths.read(paths.sign(message, ordinal)));
        }
    }

    @Test
    void anAddressKeepsToTheLimitsAndCharactersOfRfc5321() {
        String address = paths.sign(MESSAGE, 7);
        assertTrue(address.matches("b\\+[a-z2-7]{48}@bounces\\.shop\\.example"), address);
        assertTrue(address.indexOf('@') <= 64);
    }

    @Test
    void theAddressOfADeliveryStaysTheSame() {
        assertEquals("b+agjpbql2hn6e3ds7nj5yzhiod4aaaaah5pupkqbzv66l45m3@bounces.shop.example", paths.sign(MESSAGE, 7));
    }

    @Test
    void aMessageIdIsReadBackAndNoOther() {
        String signed = paths.messageId(MESSAGE, 7);
        assertTrue(signed.matches(MESSAGE + "\\.7\\.[a-z2-7]{16}"), signed);
        Optional<ReturnPath.Delivery> delivery = Optional.of(new ReturnPath.Delivery(MESSAGE, 7));
        assertEquals(delivery, paths.readMessageId("<" + signed + "@shop.example>"));
        assertEquals(delivery, paths.readMessageId(signed.toUpperCase(Locale.ROOT) + "@SHOP.EXAMPLE"));
        assertEquals(delivery, new ReturnPath("b.example", List.of(NEXT_KEY, KEY)).readMessageId(signed + "@x"));
        String path = paths.sign(MESSAGE, 7);
        String signatureOfPath = path.substring(path.indexOf('@') - 16, path.indexOf('@'));
        for (String other : List.of(
                MESSAGE + ".7",
                MESSAGE + ".7." + signatureOfPath,
                signed.replace(".7.", ".8."),
                signed.replace(".7.", ".9999999999."),
                UUID.randomUUID() + signed.substring(36),
                new ReturnPath("bounces.shop.example", List.of(NEXT_KEY)).messageId(MESSAGE, 7))) {
            assertEquals(Optional.empty(), paths.readMessageId("<" + other + "@shop.example>"), other);
        }
        assertEquals(Optional.empty(), paths.readMessageId(path));
    }

    @Test
    void upperCaseMeansTheSame() {
        String address = paths.sign(MESSAGE, 7);
        assertEquals(paths.read(address), paths.read(address.toUpperCase(Locale.ROOT)));
        assertTrue(paths.read(address.toUpperCase(Locale.ROOT)).isPresent());
    }

    @Test
    void everyChangeOfOneCharacterIsRefused() {
        String address = paths.sign(MESSAGE, 7);
        for (int i = 0; i < address.length(); i++) {
            for (char c = ' '; c <= '\u0130'; c++) {
                if (Character.toLowerCase(c) != address.charAt(i)) {
                    String changed = address.substring(0, i) + c + address.substring(i + 1);
                    assertTrue(paths.read(changed).isEmpty(), changed);
                }
            }
            assertTrue(paths.read(address.substring(0, i) + address.substring(i + 1))
                    .isEmpty());
            assertTrue(paths.read(address.substring(0, i)).isEmpty());
        }
        assertTrue(paths.read(address + "a").isEmpty());
    }

    @Test
    void lettersThatOnlyBecomeAsciiInLowerCaseAreRefused() {
        String address = paths.sign(MESSAGE, 7);
        assertTrue(paths.read(address.replace('k', '\u212a')).isEmpty() || !address.contains("k"));
        assertTrue(
                paths.read("b+" + "\u212a".repeat(48) + "@bounces.shop.example").isEmpty());
        assertTrue(
                paths.read("b+" + "\u0000".repeat(48) + "@bounces.shop.example").isEmpty());
    }

    @Test
    void oneDeliverysSignatureDoesNotFitAnother() {
        String one = paths.sign(MESSAGE, 7);
        String other = paths.sign(MESSAGE, 8);
        int plain = "b+".length() + 32;
        String mixed = one.substring(0, plain) + other.substring(plain);
        assertTrue(paths.read(mixed).isEmpty(), mixed);
    }

    @Test
    void anotherDomainIsNotOurs() {
        String address = new ReturnPath("other.example", List.of(KEY)).sign(MESSAGE, 7);
        assertTrue(paths.read(address).isEmpty());
        assertFalse(paths.resembles(address));
    }

    @Test
    void aRotatedKeyIsGoodForReadingUntilItIsTakenOff() {
        String old = paths.sign(MESSAGE, 7);
        ReturnPath rotated = new ReturnPath("bounces.shop.example", List.of(NEXT_KEY, KEY));
        ReturnPath without = new ReturnPath("bounces.shop.example", List.of(NEXT_KEY));
        assertTrue(rotated.read(old).isPresent());
        assertTrue(without.read(old).isEmpty());
        assertEquals(without.sign(MESSAGE, 7), rotated.sign(MESSAGE, 7));
    }

    @Test
    void oddAddressesAreNoDelivery() {
        for (String address :
                List.of("", "@", "b+", "b+@bounces.shop.example", "b", "postmaster@bounces.shop.example")) {
            assertTrue(paths.read(address).isEmpty(), address);
        }
        assertTrue(paths.resembles("B+forged@bounces.SHOP.example"));
    }

    @Test
    void shortKeysAndOddDomainsAreRefusedWithoutTellingTheKey() {
        String shortKey = "k".repeat(ReturnPath.KEY_LENGTH - 1);
        List<String> keys = List.of(KEY, shortKey);
        String refusal = assertThrows(IllegalArgumentException.class, () -> new ReturnPath("bounces.example", keys))
                .getMessage();
        assertFalse(refusal.contains(shortKey), refusal);
        assertThrows(IllegalArgumentException.class, () -> new ReturnPath("bounces.example", List.of()));
        for (String domain : List.of("", "localhost", "a b.example", "-a.example", "a..example", "x@y.example")) {
            assertThrows(IllegalArgumentException.class, () -> new ReturnPath(domain, List.of(KEY)), domain);
        }
    }
}
