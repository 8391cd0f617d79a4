package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.contract.Content.Attachment;
import io.postrider.contract.Recipient;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever Unicode goes in comes out of two readers the same. */
class RandomLettersTest {
    private static final int LETTERS = 2_000;
    private static final String[] KINDS = {
        "abc XYZ 019",
        " .,;:\"\\()<>@[]=?_%&'*!#",
        "äöüßéñ",
        "абвгдж",
        "日本語中文",
        "🎉👩‍👧🇩🇪𝄞",
        "\r\n\t\u0000\u0085",
        "אבגד",
        "e\u0301"
    };

    private final Random random = new Random(20_261_124);

    @Test
    void anyUnicodeIsReadAsItWasWritten() throws Exception {
        for (int i = 0; i < LETTERS; i++) {
            String subject = text(120);
            String name = text(40);
            String text = text(2_000);
            String html = text(2_000);
            Attachment file = new Attachment(text(30), "application/pdf", null, bytes());
            Recipient recipient =
                    new Recipient(i, "ann@mail.example", name, Map.of("s", subject, "t", text, "h", html));
            ReadMail mail = new Letters()
                    .subject("{{{s}}}")
                    .text("{{{t}}}")
                    .html("{{{h}}}")
                    .header("X-Value", "{{{s}}}")
                    .attach(file)
                    .readBy(recipient);
            String round = "letter " + i;
            assertEquals(HeaderField.clean(subject), mail.subject(), round);
            String to = HeaderField.clean(name);
            assertEquals((to.isEmpty() ? "null" : to) + "|ann@mail.example", mail.to(), round);
            List<ReadMail.Leaf> leaves = mail.leaves();
            assertEquals(text.replaceAll("\r\n|\r|\n", "\r\n"), leaves.get(0).text(), round);
            assertEquals(html.replaceAll("\r\n|\r|\n", "\r\n"), leaves.get(1).text(), round);
            assertArrayEquals(file.bytes(), leaves.get(2).bytes(), round);
            HeaderFieldTest.assertWellFormed(mail);
            BodyTest.assertLines(mail);
        }
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Letters of one to three kinds, so that there are texts for each encoding. */
    private String text(int longest) {
        int[][] kinds = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(k -> KINDS[random.nextInt(KINDS.length)].codePoints().toArray())
                .toArray(int[][]::new);
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(longest); n > 0; n--) {
            int[] kind = kinds[random.nextInt(kinds.length)];
            text.appendCodePoint(kind[random.nextInt(kind.length)]);
        }
        return text.toString();
    }
}
