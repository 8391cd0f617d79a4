package io.postrider.sender.compose.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.files.FileException;
import io.postrider.testing.ExpectedErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
    private static final List<byte[]> LETTER =
            List.of("From: a@shop.example\r\nSubject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII));

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_528_637_909), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void newSelectorIsUsedWithoutARestart() {
        DkimKeys keys = new DkimKeys(folder);
        String first = keys.rsa("shop.example", "first");
        Signing signing = open(first);
        assertEquals(Map.of("first/shop.example/rsa", "pass"), verify(keys, signing));
        signing.look();
        assertEquals(Map.of("first/shop.example/rsa", "pass"), verify(keys, signing));
        String second = keys.ed25519("shop.example", "second");
        write(first + ", " + second);
        signing.look();
        assertEquals(
                Map.of("first/shop.example/rsa", "pass", "second/shop.example/ed25519", "pass"), verify(keys, signing));
        write(second);
        signing.look();
        assertEquals(Map.of("second/shop.example/ed25519", "pass"), verify(keys, signing));
    }

    @Test
    void newKeyBehindTheSameReferenceIsUsed() {
        DkimKeys old = new DkimKeys(folder);
        Signing signing = open(old.rsa("shop.example", "s"));
        DkimKeys fresh = new DkimKeys(folder);
        fresh.rsa("shop.example", "s");
        assertEquals(Map.of("s/shop.example/rsa", "pass"), verify(old, signing));
        signing.look();
        assertEquals(Map.of("s/shop.example/rsa", "pass"), verify(fresh, signing));
    }

    @Test
    @ExpectedErrors({"the last good DKIM keys stay in use: .*must be a reference", "the last good DKIM keys .*\\.pem"})
    void badFileOrKeyLeavesTheLastGoodKeysInUse() throws IOException {
        DkimKeys keys = new DkimKeys(folder);
        String line = keys.rsa("shop.example", "s");
        Signing signing = open(line);
        Path key = folder.resolve("shop.example-s.pem");
        Path aside = folder.resolve("aside");
        write("{selector: s}");
        signing.look();
        assertEquals(Map.of("s/shop.example/rsa", "pass"), verify(keys, signing));
        write(line);
        Files.move(key, aside);
        signing.look();
        assertEquals(Map.of("s/shop.example/rsa", "pass"), verify(keys, signing));
        Files.writeString(key, "half a key");
        signing.look();
        assertEquals(Map.of("s/shop.example/rsa", "pass"), verify(keys, signing));
        Files.move(aside, key, StandardCopyOption.REPLACE_EXISTING);
        signing.look();
        assertEquals(Map.of("s/shop.example/rsa", "pass"), verify(keys, signing));
    }

    @Test
    void badFileFailsTheStart() {
        assertThrows(FileException.class, () -> open("{selector: s}"));
    }

    @Test
    void withoutKeysTheLetterIsTheSame() {
        assertSame(LETTER, Signing.none().sign("a@shop.example", LETTER));
    }

    @Test
    void timeOfSigningIsTheClocks() {
        DkimKeys keys = new DkimKeys(folder);
        Signing signing = open(keys.rsa("shop.example", "s"));
        String field = new String(signing.sign("a@shop.example", LETTER).get(0), StandardCharsets.US_ASCII);
        assertEquals("1528637909", field.replaceAll("(?s).*t=(\\d+);.*", "$1"));
        assertFalse(field.contains("l="), field);
    }

    private static Map<String, String> verify(DkimKeys keys, Signing signing) {
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        signing.sign("a@shop.example", LETTER).forEach(mail::writeBytes);
        return new DkimVerifier(keys.records()).verify(mail.toByteArray());
    }

    private Signing open(String selectors) {
        return Signing.open(write(selectors), CLOCK, () -> {});
    }

    private Path write(String selectors) {
        return DkimKeys.write(
                folder.resolve("dkim.yaml"), "domains: [{domain: shop.example, selectors: [%s]}]".formatted(selectors));
    }
}
