package io.postrider.sender.compose;

import io.postrider.mail.Content.Attachment;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Recipient;
import io.postrider.sender.model.ComposedMail;
import java.util.Map;

/** Mails of every shape that a signer can stumble over, the same in each run. */
final class SampleMails {
    private static final int SHAPES = 10;
    private static final String[] BLANKS = {" \t", "\r\n", "word . ", "  \r\n\t \r\n"};

    private final RandomTexts random = new RandomTexts();

    /** @param number of the mail; the same is not the same again */
    ComposedMail next(int number, Composer composer) {
        Mails letters = new Mails()
                .subject("{{{s}}}")
                .header("X-Value", "{{{s}}}")
                .header(
                        "List-Unsubscribe",
                        "<https://u.example/%s>,  <mailto:u@shop.example>".formatted("x".repeat(90)))
                .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                .header("List-ID", "{{{n}}} <list.shop.example>");
        letters.from(number % 3 == 0 ? "news@mail.shop.example" : "news@shop.example", random.text(80));
        shape(letters, number % SHAPES);
        String name = random.text(60);
        Map<String, Object> variables =
                Map.of("s", random.text(300), "n", random.text(40), "t", random.text(2_000), "h", random.text(2_000));
        return letters.to(new Recipient(number, "ann@mail.example", name, variables), composer);
    }

    private void shape(Mails letters, int shape) {
        switch (shape) {
            case 0 -> letters.text("{{{t}}}").html("{{{h}}}").attach(file(), file());
            case 1 ->
                letters.replyTo(new Mailbox("help@shop.example", random.text(40)), new Mailbox("b@c.example", ""));
            case 2 -> letters.text("{{{t}}}\r\n \t \r\n\r\n\r\n");
            case 3 -> letters.html("<p>{{{h}}}</p>").subject("a  b\tc   " + "word ".repeat(40));
            case 4 -> letters.text(random.text(3_000, BLANKS));
            case 5 -> letters.html("<img src=\"cid:logo\">{{{h}}}").attach(image(), file());
            case 6 -> letters.text(" \t\r\n \r\n");
            case 7 -> letters.text(".\r\n..dots\r\nFrom me\r\n\tto\u0020\u0020you\t\r\nno end");
            case 8 -> letters.text(random.text(300, BLANKS)).html(random.text(3_000, BLANKS));
            default -> letters.text("x".repeat(3_000) + "\t\t {{{t}}}").attach(file());
        }
    }

    private Attachment file() {
        return new Attachment(random.text(30), "application/pdf", null, random.bytes());
    }

    private Attachment image() {
        return new Attachment("logo.png", "image/png", "logo", random.bytes());
    }
}
