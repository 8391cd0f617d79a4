package io.postrider.sender.deliver.smtp.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotStuffedBodyTest {

    private static String written(List<byte[]> chunks) {
        DotStuffedBody body = new DotStuffedBody(chunks);
        StringBuilder all = new StringBuilder();
        while (!body.whole()) {
            all.append(body.next().toString(StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    private static List<byte[]> chunks(String... texts) {
        List<byte[]> chunks = new ArrayList<>();
        for (String text : texts) {
            chunks.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return chunks;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a~           | a~.~",
                "a            | a~.~",
                ".~           | ..~.~",
                ".            | ..~.~",
                "a~.b~..c~d.~ | a~..b~...c~d.~.~",
            })
    void dotsAreStuffedAndTheLetterIsEnded(String letter, String onTheWire) {
        assertEquals(onTheWire.replace("~", "\r\n"), written(chunks(letter.replace("~", "\r\n"))));
    }

    @Test
    void emptyLetterIsTheFinalDot() {
        assertEquals(".\r\n", written(List.of()));
    }

    @Test
    void dotAfterABareLineFeedCannotEndTheLetter() {
        assertEquals("a\n..\nb\r\n.\r\n", written(chunks("a\n.\nb\r\n")));
    }

    @Test
    void chunksMayBeCutAnywhere() {
        assertEquals("a\r\n..b\r\n..\r\n.\r\n", written(chunks("a\r", "\n", ".", "b", "", "\r\n", ".\r", "\n")));
    }

    @Test
    void largeLetterIsStuffedAcrossPiecesAsInOne() {
        Random random = new Random(7);
        StringBuilder letter = new StringBuilder();
        while (letter.length() < 5 * DotStuffedBody.PIECE) {
            letter.append(".".repeat(random.nextInt(3)))
                    .append("x".repeat(random.nextInt(60)))
                    .append("\r\n");
        }
        String expected = ("\r\n" + letter).replace("\r\n.", "\r\n..").substring(2) + ".\r\n";

        assertEquals(expected, written(chunks(letter.toString())));
        assertEquals(letter.length(), new DotStuffedBody(chunks(letter.toString())).size());
    }
}
