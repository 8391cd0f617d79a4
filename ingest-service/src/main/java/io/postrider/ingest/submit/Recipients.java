package io.postrider.ingest.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.contract.AddressKey;
import io.postrider.contract.Recipient;
import io.postrider.ingest.IngestSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code to}. A fault of one recipient refuses the whole message, unless the request says {@code "partial": true};
 * then that recipient is left out and listed.
 */
final class Recipients {
    private static final int NAME_LENGTH = 250;
    private static final Set<String> KNOWN = Set.of("email", "name", "variables");

    /**
     * @param index its place in {@code to}
     * @param email as it was given, or null
     */
    record Rejected(int index, String email, String reason) {}

    private final Templates templates;
    private final Map<String, Object> shared;
    private final Faults faults;
    private final IngestSettings.Submit limits;
    private final List<Recipient> accepted = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    Recipients(Templates templates, Map<String, Object> shared, Faults faults, IngestSettings.Submit limits) {
        this.templates = templates;
        this.shared = shared;
        this.faults = faults;
        this.limits = limits;
    }

    void read(Fields message, boolean partial) {
        if (message.required("to", "1 to %,d recipients".formatted(limits.recipients())) == null) {
            return;
        }
        JsonNode to = message.array("to", limits.recipients(), "recipients");
        if (to == null) {
            return;
        }
        if (to.isEmpty()) {
            message.fault("to", "is empty; give 1 to %,d recipients".formatted(limits.recipients()));
            return;
        }
        String pointer = message.pointer("to") + "/";
        for (int i = 0; i < to.size(); i++) {
            Faults own = partial ? new Faults() : faults;
            int before = own.number();
            Recipient recipient = read(to.get(i), pointer + i, own);
            if (own.number() == before) {
                accepted.add(recipient);
            } else if (partial) {
                JsonNode email = to.get(i).path("email");
                rejected.add(new Rejected(i, email.textValue(), own.firstBelow(pointer + i)));
            }
        }
        if (partial && accepted.isEmpty()) {
            message.fault(
                    "to",
                    "has no recipient without a fault; the first: "
                            + rejected.get(0).reason());
        }
    }

    private Recipient read(JsonNode node, String pointer, Faults own) {
        Fields fields = Fields.of(node, pointer, own, KNOWN);
        if (fields == null) {
            return null;
        }
        int before = own.number();
        String email = email(fields);
        if (email != null && !seen.add(AddressKey.of(email))) {
            fields.fault("email", "is there twice; each recipient gets one copy");
        }
        String name = fields.line("name", NAME_LENGTH);
        Map<String, Object> variables = Variables.read(fields, own, limits.recipientVariables());
        if (own.number() > before) {
            return null;
        }
        Recipient recipient = new Recipient(accepted.size(), email, name, variables);
        templates.check(recipient, shared, pointer, own);
        return recipient;
    }

    /** The field {@code email} of any mailbox, ready for the envelope, or null with a fault. */
    static String email(Fields fields) {
        if (fields.required("email", "an address such as ann@mail.example") == null) {
            return null;
        }
        String given = fields.text("email");
        if (given == null) {
            return null;
        }
        Address address = Address.of(given);
        if (address.fault() != null) {
            fields.fault("email", address.fault());
        }
        return address.email();
    }

    List<Recipient> accepted() {
        return accepted;
    }

    List<Rejected> rejected() {
        return rejected;
    }
}
