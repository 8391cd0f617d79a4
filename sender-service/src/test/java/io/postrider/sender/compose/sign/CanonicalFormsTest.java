package io.postrider.sender.compose.sign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6376, 3.4.2 and 3.4.4; a bar stands for a line's end, an underscore for a space, a hash for a tab. */
class CanonicalFormsTest {

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "'|', ''",
        "'_#|_|', ''",
        "'a', 'a|'",
        "'a|', 'a|'",
        "'a|||', 'a|'",
        "'a|_|#|', 'a|'",
        "'a|_#|b', 'a||b|'",
        "'_C_|D_#_E|||', '_C|D_E|'",
        "'#a', '_a|'",
        "'a_', 'a|'",
        "'__a__b__|', '_a_b|'",
        "'||a', '||a|'"
    })
    void bodyIsRelaxed(String body, String canonical) throws GeneralSecurityException {
        byte[] bytes = text(body).getBytes(StandardCharsets.US_ASCII);
        byte[] expected = sha256(text(canonical));
        assertArrayEquals(expected, RelaxedBody.hash(List.of(bytes), 0));
        List<byte[]> single = new ArrayList<>();
        for (byte octet : bytes) {
            single.add(new byte[] {octet});
        }
        assertArrayEquals(expected, RelaxedBody.hash(single, 0), "octet by octet");
    }

    @Test
    void bodyIsRelaxedAcrossTheEndOfTheBuffer() throws GeneralSecurityException {
        for (int length = 8_185; length < 8_200; length++) {
            String word = "x".repeat(length);
            byte[] body = (word + " \t y \r\n\r\n" + word + word + "\r\n").getBytes(StandardCharsets.US_ASCII);
            assertArrayEquals(sha256(word + " y\r\n\r\n" + word + word + "\r\n"), RelaxedBody.hash(List.of(body), 0));
        }
    }

    @Test
    void bareCarriageReturnsAreOctetsLikeOthers() throws GeneralSecurityException {
        byte[] body = "a\rb\r\r\nc\nd".getBytes(StandardCharsets.US_ASCII);
        assertArrayEquals(sha256("a\rb\r\r\nc\nd\r\n"), RelaxedBody.hash(List.of(body), 0));
    }

    @ParameterizedTest
    @CsvSource({
        "'A:_X', 'a:X'",
        "'B_:_Y#|#Z__', 'b:Y_Z'",
        "'C:', 'c:'",
        "'C:__|_', 'c:'",
        "'D:x|_y|__z', 'd:x_y_z'",
        "'E:a:b', 'e:a:b'"
    })
    void fieldIsRelaxed(String field, String canonical) {
        assertEquals(text(canonical), RelaxedHeader.relaxed(text(field)));
    }

    @Test
    void lastOfSeveralFieldsIsSignedFirst() {
        RelaxedHeader header =
                new RelaxedHeader(text("From: a|Cc: x|Subject: s|Cc: y||body").getBytes(StandardCharsets.US_ASCII));
        SignedFields signed = SignedFields.of(header);
        assertEquals("from:a|cc:y|cc:x|subject:s|", signed.text().replace("\r\n", "|"));
        assertEquals(
                List.of("from", "from", "to", "cc", "cc", "cc", "subject", "subject"),
                signed.names().subList(0, 8));
    }

    private static String text(String shown) {
        return shown.replace("|", "\r\n").replace('_', ' ').replace('#', '\t');
    }

    private static byte[] sha256(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    }
}
