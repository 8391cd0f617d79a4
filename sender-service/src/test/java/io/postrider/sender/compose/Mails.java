package io.postrider.sender.compose;

import io.postrider.mail.Addressees;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Attachment;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.sender.compose.content.CompiledContent;
import io.postrider.sender.model.ComposedMail;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Mails for the tests: a content that can be changed piece by piece, and its bytes. */
final class Mails {
    static final String CLAIM_CHECK = "0123456789abcdef".repeat(4);
    static final UUID BOUNDARY_KEY = UUID.fromString("6f4f7f0e-53a5-4dd5-9a9b-8f0f5a1c2d3e");
    static final UUID MESSAGE = UUID.fromString("01930000-0000-7000-8000-000000000001");
    static final Instant ACCEPTED = Instant.parse("2026-11-05T07:08:09.123Z");
    static final Recipient ANN = new Recipient(7, "ann@mail.example", "Ann", Map.of("first_name", "Ann"));

    private static Function<ComposedMail, byte[]> arriving = Mails::composed;

    Mailbox from = new Mailbox("news@shop.example", "Shop");
    List<Mailbox> replyTo = List.of();
    Addressees addressees;
    String subject = "Hello";
    String text;
    String html;
    final Map<String, String> headers = new LinkedHashMap<>();
    List<Attachment> attachments = List.of();
    Map<String, Object> shared = Map.of();
    Instant sendAt;

    Mails text(String source) {
        text = source;
        return this;
    }

    Mails html(String source) {
        html = source;
        return this;
    }

    Mails subject(String source) {
        subject = source;
        return this;
    }

    Mails from(String email, String name) {
        from = new Mailbox(email, name);
        return this;
    }

    Mails replyTo(Mailbox... mailboxes) {
        replyTo = List.of(mailboxes);
        return this;
    }

    Mails addressees(Mailbox to, Mailbox... cc) {
        addressees = new Addressees(to, List.of(cc));
        return this;
    }

    Mails header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Mails attach(Attachment... files) {
        attachments = List.of(files);
        return this;
    }

    Mails shared(Map<String, Object> variables) {
        shared = variables;
        return this;
    }

    Mails sendAt(Instant time) {
        sendAt = time;
        return this;
    }

    CompiledContent compile() {
        return CompiledContent.of(new Content(from, replyTo, addressees, subject, text, html, headers, attachments));
    }

    MessageHead head() {
        return new MessageHead(
                MESSAGE,
                CLAIM_CHECK,
                from.email(),
                Lane.BULK,
                4,
                ACCEPTED,
                sendAt,
                ACCEPTED.plusSeconds(9),
                1,
                BOUNDARY_KEY,
                shared);
    }

    ComposedMail to(Recipient recipient) {
        return to(recipient, new Composer());
    }

    ComposedMail to(Recipient recipient, Composer composer) {
        return composer.compose(compile(), head(), recipient);
    }

    ReadMail read() {
        return readBy(ANN);
    }

    ReadMail readBy(Recipient recipient) {
        return new ReadMail(bytes(to(recipient)));
    }

    /** As they are composed, or as they arrive: see {@link OverEveryTransport}. */
    static byte[] bytes(ComposedMail letter) {
        return arriving.apply(letter);
    }

    static void arriving(Function<ComposedMail, byte[]> how) {
        arriving = how;
    }

    static byte[] composed(ComposedMail letter) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        letter.mime().get().forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
