package io.postrider.ingest.intake.submit;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.intake.submit.estimate.RenderEstimates;
import io.postrider.ingest.intake.submit.fields.Faults;
import io.postrider.ingest.intake.submit.fields.Fields;
import io.postrider.ingest.intake.submit.fields.Labels;
import io.postrider.ingest.intake.submit.fields.Mailboxes;
import io.postrider.ingest.intake.submit.fields.OtherServiceFields;
import io.postrider.ingest.intake.submit.fields.SendTimes;
import io.postrider.ingest.web.json.JsonBody;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.ContentCodec;
import io.postrider.mail.Lane;
import io.postrider.mail.Limits;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.store.messages.NewMessage;
import io.postrider.templates.Escaping;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads one message of a body: all its fields, so that all its faults are reported at once. */
final class MessageReader {
    static final Set<String> KNOWN = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "reply_to",
            "subject",
            "html",
            "text",
            "auto_text",
            "variables",
            "lane",
            "priority",
            "campaign",
            "tags",
            "headers",
            "attachments",
            "send_at",
            "expires_in",
            "store_content",
            "partial");

    private static final String TO = "to";
    private static final String AUTO_TEXT = "auto_text";
    private static final String VARIABLES = "variables";
    private static final String UNTIL_FINAL = "until_final";

    private final String pointer;
    private final Faults faults;
    private final Instant now;
    private final SubmitSettings limits;
    private final RenderEstimates estimates;
    private final Faults ofVariables = new Faults();
    private Map<String, Object> shared = Map.of();
    private Recipients recipients;
    private long kept;
    private Fields fields;
    private Mailbox sender;
    private List<Recipients.Rejected> rejected = List.of();

    MessageReader(String pointer, Faults faults, Instant now, SubmitSettings limits, RenderEstimates estimates) {
        this.pointer = pointer;
        this.faults = faults;
        this.now = now;
        this.limits = limits;
        this.estimates = estimates;
    }

    /**
     * Reads the current value.
     *
     * @return null if there is a fault
     */
    NewMessage read(JsonBody json, UUID id) throws IOException {
        if (!json.is(JsonToken.START_OBJECT)) {
            boolean batch = pointer.isEmpty() && json.is(JsonToken.START_ARRAY);
            faults.add(
                    pointer,
                    "is %s; give an object%s"
                            .formatted(json.kind(), batch ? ", or send the list to /v1/messages/batch" : ""));
            json.skip();
            return null;
        }
        long before = json.held();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = json.nextField(); name != null; name = json.nextField()) {
            object.set(name, value(json, name));
        }
        fields = Fields.of(object, pointer, faults, KNOWN, OtherServiceFields.MESSAGE);
        if (fields.unknown() != null) {
            fields.unknown()
                    .service()
                    .ifPresent(service -> faults.add(pointer, OtherServiceFields.HERE.formatted(service)));
        }
        NewMessage message = message(id);
        json.backTo(before);
        json.hold(kept + (message == null ? faults.weight() : 2L * message.content().length));
        return message;
    }

    /** Long lists and large values are converted to their final form while being read; unknown fields are discarded. */
    private JsonNode value(JsonBody json, String name) throws IOException {
        String at = pointer + "/" + name;
        if (name.equals(TO) && Recipients.are(json)) {
            long before = json.held();
            recipients = Recipients.read(json, at, limits);
            kept += json.held() - before;
            return JsonNodeFactory.instance.arrayNode();
        }
        if (name.equals(VARIABLES)) {
            long before = json.held();
            shared = Variables.read(json, at, ofVariables, limits.sharedVariables());
            kept += json.held() - before;
            return JsonNodeFactory.instance.nullNode();
        }
        if (name.equals(Attachments.NAME)) {
            return Attachments.tree(json);
        }
        if (KNOWN.contains(name)) {
            return json.tree();
        }
        json.skip();
        return JsonNodeFactory.instance.nullNode();
    }

    private NewMessage message(UUID id) {
        Templates templates = new Templates(estimates, faults, limits.templateLength());
        Mailboxes mailboxes = new Mailboxes(fields, faults);
        Content content = content(templates, mailboxes);
        faults.addAll(ofVariables);
        Lane lane = lane();
        int priority = fields.number("priority", 0, Limits.HIGHEST_PRIORITY, Limits.DEFAULT_PRIORITY);
        SendTimes times = SendTimes.read(fields, now, lane);
        Labels labels = Labels.read(fields, faults, limits.tags());
        boolean untilFinal = untilFinal();
        CarbonCopies copies = CarbonCopies.read(fields, faults, mailboxes);
        // Without valid templates and variables, missing variables of recipients cannot be determined; addresses are
        // still checked.
        recipients(fields.flag("partial"), templates);
        if (copies != null && recipients != null) {
            copies.check(recipients, sender);
        }
        if (faults.any()) {
            return null;
        }
        content = content.withText(templates.text(content.text()));
        rejected = recipients.rejected();
        List<Recipient> accepted = recipients.accepted();
        if (copies != null) {
            Recipient to = accepted.get(0);
            CarbonCopies.Addressed addressed = copies.to(to);
            content = content.withAddressees(addressed.addressees());
            accepted = addressed.recipients();
            kept += addressed.weight();
            shared = CarbonCopies.shared(to, shared);
        }
        byte[] bytes = ContentCodec.encode(content);
        MessageHead head = new MessageHead(
                id,
                untilFinal ? ContentCodec.claimCheck(bytes, id) : ContentCodec.claimCheck(bytes),
                content.from().email(),
                lane,
                priority,
                now,
                times.sendAt(),
                times.expiresAt(),
                accepted.size(),
                UUID.randomUUID(),
                shared);
        return new NewMessage(head, bytes, labels.campaign(), labels.tags(), times.sendAt(), accepted, untilFinal);
    }

    private void recipients(boolean partial, Templates templates) {
        if (recipients != null) {
            recipients.check(partial, templates, shared, faults);
        } else if (fields.required(TO, "1 to %,d recipients".formatted(limits.recipients())) != null) {
            fields.array(TO, limits.recipients(), "recipients");
        }
    }

    List<Recipients.Rejected> rejected() {
        return rejected;
    }

    private Content content(Templates templates, Mailboxes mailboxes) {
        sender = mailboxes.from();
        List<Mailbox> replyTo = mailboxes.replyTo(sender, limits.replyTo());
        fields.required("subject", "the subject");
        String subject = fields.line("subject", Limits.HEADER_LINE);
        String text = fields.text("text");
        String html = fields.text("html");
        if (!fields.has("text") && !fields.has("html") && !fields.meant("text") && !fields.meant("html")) {
            fields.fault("text", "is missing; give text, html or both");
        }
        templates.add(subject, Escaping.NONE, fields.pointer("subject"));
        templates.add(text, Escaping.NONE, fields.pointer("text"));
        templates.add(html, Escaping.HTML, fields.pointer("html"));
        boolean made = !fields.has(AUTO_TEXT) || fields.flag(AUTO_TEXT);
        Map<String, String> headers = Headers.read(fields, faults, templates, limits.headers());
        List<Content.Attachment> attachments = new Attachments(faults, limits).read(fields);
        if (faults.any()) {
            return null;
        }
        if (made && text == null) {
            templates.makeText(html);
        }
        return new Content(sender, replyTo, subject, text, html, headers, attachments);
    }

    private Lane lane() {
        String word = fields.text("lane");
        if (word == null) {
            return Lane.STANDARD;
        }
        return Lane.of(word).orElseGet(() -> {
            fields.fault("lane", "must be transactional, standard or bulk");
            return Lane.STANDARD;
        });
    }

    private boolean untilFinal() {
        String word = fields.text("store_content");
        if (word != null && !word.equals(UNTIL_FINAL)) {
            fields.fault("store_content", "must be " + UNTIL_FINAL + ", or absent");
        }
        return word != null;
    }
}
