package io.postrider.mail;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a batch or a content must not have. All of it was once read as something, or read and then not written again. */
class UndecodableTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "\"ann@mail.example\"  | null",
                "\"ann@mail.example\"  | 7",
                "\"ann@mail.example\"  | {\"a\": \"b\"}",
                "\"ann@mail.example\"  | \"ann\\ud800@mail.example\"",
                "\"ann@mail.example\"  | \"\\udc00\"",
                "\"first_name\"        | \"\\udc00\\ud800\"",
                "\"Ann\"               | \"A\\ud800nn\"",
                "42                  | 1e999",
                "\"relay-a\"           | null",
                "\"gmail\"             | []",
            })
    void valueIsNotTakenForAnother(String good, String bad) throws IOException {
        String sample = sample("batch.json");
        assertTrue(sample.contains(good), good);
        byte[] bytes = sample.replaceFirst(good, Matcher.quoteReplacement(bad)).getBytes(StandardCharsets.UTF_8);
        assertThrows(UndecodableException.class, () -> BatchCodec.decode(bytes));
    }

    @Test
    void halfACharacterInBytesIsUndecodable() {
        byte[] half = "{\"from\":{\"email\":\"a\"},\"subject\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        int at = new String(half, StandardCharsets.UTF_8).indexOf('?');
        byte[] bytes = new byte[half.length + 2];
        System.arraycopy(half, 0, bytes, 0, at);
        // U+D800 as UTF-8 would write it.
        bytes[at] = (byte) 0xed;
        bytes[at + 1] = (byte) 0xa0;
        bytes[at + 2] = (byte) 0x80;
        System.arraycopy(half, at + 1, bytes, at + 3, half.length - at - 1);
        assertThrows(UndecodableException.class, () -> ContentCodec.decode(bytes));
    }

    @Test
    void nameOfAHeaderIsWholeToo() {
        String content = "{\"from\":{\"email\":\"a\"},\"subject\":\"s\",\"headers\":{\"X-\\ud800\":\"v\"}}";
        assertThrows(UndecodableException.class, () -> ContentCodec.decode(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sample(String name) throws IOException {
        try (InputStream sample = UndecodableTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
