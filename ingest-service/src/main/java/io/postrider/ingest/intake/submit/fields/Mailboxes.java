package io.postrider.ingest.intake.submit.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.mail.Content.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the mailboxes of a message except its recipients in {@code to}: each a string or an object, one or a list. */
public final class Mailboxes {
    private static final Set<String> KNOWN = Set.of("email", "name");
    private static final String NAMED =
            "has more than an address; give the name in name, or a string such as \"Ann <ann@mail.example>\" in place of the object";

    private final Fields fields;
    private final Faults faults;

    /** @param fields of the message */
    public Mailboxes(Fields fields, Faults faults) {
        this.fields = fields;
        this.faults = faults;
    }

    /** @return null if there is a fault */
    public Mailbox from() {
        JsonNode given = fields.required("from", "the sender, such as \"Shop <news@shop.example>\"");
        if (given == null || !given.isArray()) {
            return given == null ? null : one(given, fields.pointer("from"));
        }
        if (given.size() != 1) {
            fields.fault("from", "has %,d senders; give one".formatted(given.size()));
            return null;
        }
        return one(given.get(0), fields.pointer("from") + "/0");
    }

    /**
     * @param from the sender, or null if it has a fault
     * @param most addresses
     */
    public List<Mailbox> replyTo(Mailbox from, int most) {
        List<Mailbox> replyTo = new ArrayList<>();
        for (Placed placed : all("reply_to", most)) {
            if (placed.mailbox() != null) {
                checkShown(placed.mailbox(), placed.address(), from);
                replyTo.add(placed.mailbox());
            }
        }
        return replyTo;
    }

    /**
     * @param mailbox null if it has a fault, which is already recorded
     * @param address the pointer of the address
     */
    public record Placed(Mailbox mailbox, String address) {}

    /** One mailbox or a list of them; empty if the field is absent or has a fault as a whole. */
    public List<Placed> all(String name, int most) {
        JsonNode given = fields.value(name);
        if (given == null) {
            return List.of();
        }
        if (given.isTextual() || given.isObject()) {
            return List.of(placed(given, fields.pointer(name)));
        }
        JsonNode array = fields.array(name, most, "addresses");
        if (array == null) {
            return List.of();
        }
        List<Placed> all = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            all.add(placed(array.get(i), fields.pointer(name) + "/" + i));
        }
        return all;
    }

    private Placed placed(JsonNode given, String pointer) {
        return new Placed(one(given, pointer), given.isTextual() ? pointer : pointer + "/email");
    }

    /** Finds a header address that needs SMTPUTF8 (RFC 6531) although the sender's address does not. */
    public void checkShown(Mailbox shown, String address, Mailbox from) {
        if (shown != null && from != null && !TextRules.ascii(shown.email()) && TextRules.ascii(from.email())) {
            // Only the envelope makes us use SMTPUTF8 (RFC 6531, 3.4), and this one would not.
            faults.add(
                    address,
                    "has non-ASCII characters before the @, which needs a sender (`from`) with such characters too; "
                            + "use another address");
        }
    }

    private Mailbox one(JsonNode given, String pointer) {
        if (given.isTextual()) {
            MailboxText text = MailboxText.of(given.textValue());
            if (text.fault() != null) {
                faults.add(pointer, text.fault());
                return null;
            }
            return text.mailbox();
        }
        if (!given.isObject()) {
            faults.add(pointer, "is %s; give an address as a string or an object".formatted(Fields.kind(given)));
            return null;
        }
        Fields mailbox = Fields.of(given, pointer, faults, KNOWN, OtherServiceFields.RECIPIENT);
        String email = email(mailbox);
        String name = mailbox.line("name", MailboxText.NAME_LENGTH);
        return email == null ? null : new Mailbox(email, name);
    }

    /** The field {@code email} of any mailbox, ready for the envelope, or null with a fault. */
    public static String email(Fields fields) {
        if (fields.required("email", "an address such as ann@mail.example") == null) {
            return null;
        }
        String given = fields.text("email");
        if (given == null) {
            return null;
        }
        Address address = Address.of(given.strip());
        if (address.fault() != null) {
            fields.fault("email", given.endsWith(">") ? NAMED : address.fault());
        }
        return address.email();
    }
}
