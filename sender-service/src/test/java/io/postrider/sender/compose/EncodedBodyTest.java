package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.sender.compose.mime.EncodedBody;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedBodyTest extends OverEveryTransport {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                ".\r\n..\r\n.dots at line starts\r\n.",
                "ü.\r\n.ü\r\n..\r\n.",
                "trailing spaces ü  \r\n\t\r\n and at the end ",
                "= equals =3D ü =\r\n",
                "\r\n\r\nü\r\n\r\n",
                "From the start\r\n>From ü",
                "controls \u0000\u0001\u001b\u007f here",
                "Съешь же ещё этих мягких французских булок, да выпей чаю",
                "\u00a0🎉\ufeff\u200d"
            })
    void textIsReadAsItWasWritten(String text) throws Exception {
        ReadMail mail = new Mails()
                .text("{{{t}}}")
                .html("{{{t}}}")
                .shared(Map.of("t", text))
                .read();
        assertEquals(text, mail.leaves().get(0).text());
        assertEquals(text, mail.leaves().get(1).text());
        assertLines(mail);
    }

    @Test
    void asciiGoesAsItIs() {
        EncodedBody body = EncodedBody.of("Tab\t and = are fine\r\n" + "x".repeat(998));
        assertEquals("7bit", body.encoding());
        assertEquals("Tab\t and = are fine\r\n" + "x".repeat(998), ascii(body));
    }

    @Test
    void longLinesAreEncoded() throws Exception {
        assertEquals("quoted-printable", EncodedBody.of("x".repeat(999)).encoding());
        assertEquals(
                "quoted-printable", EncodedBody.of("x".repeat(999) + "\r\ny").encoding());
        String line = "word ".repeat(5_000);
        ReadMail mail = new Mails().text("{{t}}").shared(Map.of("t", line)).read();
        assertEquals(line + "\r\n", mail.leaves().get(0).text());
        assertLines(mail);
    }

    @Test
    void shorterEncodingIsTaken() {
        assertEquals(
                "quoted-printable",
                EncodedBody.of("Viele Grüße aus der Stadt an der Isar. ".repeat(100))
                        .encoding());
        assertEquals("base64", EncodedBody.of("Привет из Москвы. ".repeat(100)).encoding());
    }

    @Test
    void everyLineEndBecomesCrlf() {
        assertEquals("a\r\nb\r\nc\r\nd\r\n\r\n\r\ne", ascii(EncodedBody.of("a\nb\rc\r\nd\n\r\r\ne")));
        assertEquals("\r\n", ascii(EncodedBody.of("\r")));
        assertEquals("", ascii(EncodedBody.of("")));
    }

    @Test
    void loneCarriageReturnNeverReachesTheWire() throws Exception {
        ReadMail mail = new Mails().text("a\rb ü\nc").html("x\ry").read();
        assertEquals("a\r\nb ü\r\nc", mail.leaves().get(0).text());
        assertEquals("x\r\ny", mail.leaves().get(1).text());
        assertLines(mail);
    }

    /** RFC 5321, 4.5.3.1.6 and 2.3.8: lines up to 998 characters, and CR and LF only together. */
    static void assertLines(ReadMail mail) {
        String raw = new String(mail.bytes, StandardCharsets.ISO_8859_1);
        assertTrue(raw.endsWith("\r\n"));
        for (String line : raw.split("\r\n", -1)) {
            assertTrue(line.length() <= 998, () -> line.length() + " characters");
            assertTrue(line.indexOf('\r') < 0 && line.indexOf('\n') < 0, line);
        }
    }

    private static String ascii(EncodedBody body) {
        return new String(body.bytes(), StandardCharsets.US_ASCII);
    }
}
