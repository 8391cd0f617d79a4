package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.header.FieldValue;
import io.postrider.mail.Content.Attachment;
import io.postrider.mail.Recipient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever Unicode goes in comes out of two readers the same. */
@Tag("slow")
class RandomMailsTest extends OverEveryTransport {
    private static final int LETTERS = 2_000;
    private final RandomTexts random = new RandomTexts();

    @Test
    void anyUnicodeIsReadAsItWasWritten() throws Exception {
        for (int i = 0; i < seen.letters(LETTERS); i++) {
            String subject = random.text(120);
            String name = random.text(40);
            String text = random.text(2_000);
            String html = random.text(2_000);
            Attachment file = new Attachment(random.text(30), "application/pdf", null, random.bytes());
            Recipient recipient =
                    new Recipient(i, "ann@mail.example", name, Map.of("s", subject, "t", text, "h", html));
            ReadMail mail = new Mails()
                    .subject("{{{s}}}")
                    .text("{{{t}}}")
                    .html("{{{h}}}")
                    .header("X-Value", "{{{s}}}")
                    .attach(file)
                    .readBy(recipient);
            String round = "letter " + i;
            assertEquals(FieldValue.clean(subject), mail.subject(), round);
            String to = FieldValue.clean(name);
            assertEquals((to.isEmpty() ? "null" : to) + "|ann@mail.example", mail.to(), round);
            List<ReadMail.Leaf> leaves = mail.leaves();
            assertEquals(text.replaceAll("\r\n|\r|\n", "\r\n"), leaves.get(0).text(), round);
            assertEquals(html.replaceAll("\r\n|\r|\n", "\r\n"), leaves.get(1).text(), round);
            assertArrayEquals(file.bytes(), leaves.get(2).bytes(), round);
            HeaderFieldTest.assertWellFormed(mail);
            EncodedBodyTest.assertLines(mail);
        }
    }
}
