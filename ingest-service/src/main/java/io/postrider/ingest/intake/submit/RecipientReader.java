package io.postrider.ingest.intake.submit;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.intake.submit.fields.Faults;
import io.postrider.ingest.intake.submit.fields.Fields;
import io.postrider.ingest.intake.submit.fields.MailboxText;
import io.postrider.ingest.intake.submit.fields.Mailboxes;
import io.postrider.ingest.intake.submit.fields.OtherServiceFields;
import io.postrider.ingest.web.json.HeapSizes;
import io.postrider.ingest.web.json.JsonBody;
import io.postrider.mail.AddressKey;
import io.postrider.mail.Recipient;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads the recipients of one message, one after the other, each into its final form. */
final class RecipientReader {
    private static final String VARIABLES = "variables";
    private static final String TWICE = "appears twice; each recipient gets one copy";
    private static final Set<String> KNOWN = Set.of("email", "name", VARIABLES);

    /** A recipient with faults. Its email is as supplied, or null. */
    record Faulty(String email, Faults faults) {}

    private final JsonBody json;
    private final SubmitSettings limits;
    private final Set<String> seen = new HashSet<>();
    private int number;
    private int faultsKept;

    RecipientReader(JsonBody json, SubmitSettings limits) {
        this.json = json;
        this.limits = limits;
    }

    /**
     * Reads the recipient at hand.
     *
     * @param at its place
     * @return a {@link Recipient}, with its place in the list as its ordinal, or {@link Faulty}
     */
    Object read(String at) throws IOException {
        Object recipient = one(at);
        number++;
        return recipient;
    }

    private Object one(String at) throws IOException {
        // Keeps as many faults of all recipients together as an answer lists, and the first one of each recipient.
        Faults own = new Faults(Math.max(1, Faults.MOST - faultsKept));
        if (json.is(JsonToken.START_OBJECT)) {
            return object(at, own);
        }
        if (json.is(JsonToken.VALUE_STRING)) {
            long held = json.held();
            Object recipient = recipient(json.text(), at, own);
            json.backTo(held);
            json.hold(weight(recipient, 0));
            return recipient;
        }
        own.add(at, "is %s; give an address as a string or an object".formatted(json.kind()));
        json.skip();
        return faulty(null, own);
    }

    private Object recipient(String given, String at, Faults own) {
        MailboxText text = MailboxText.of(given);
        if (text.fault() != null) {
            own.add(at, text.fault());
        } else if (!seen.add(AddressKey.of(text.email()))) {
            own.add(at, TWICE);
        }
        return own.any() ? faulty(given, own) : new Recipient(number, text.email(), text.name(), Map.of());
    }

    private Object object(String at, Faults own) throws IOException {
        long held = json.held();
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        Map<String, Object> variables = Map.of();
        long variablesHold = 0;
        Faults ofVariables = new Faults();
        for (String name = json.nextField(); name != null; name = json.nextField()) {
            if (name.equals(VARIABLES)) {
                long before = json.held();
                variables = Variables.read(json, at + "/" + VARIABLES, ofVariables, limits.recipientVariables());
                variablesHold = json.held() - before;
            } else if (KNOWN.contains(name)) {
                fields.set(name, json.tree());
            } else {
                json.skip();
                fields.putNull(name);
            }
        }
        Object recipient =
                recipient(Fields.of(fields, at, own, KNOWN, OtherServiceFields.RECIPIENT), variables, own, ofVariables);
        json.backTo(held);
        json.hold(weight(recipient, variablesHold));
        return recipient;
    }

    private Object recipient(Fields fields, Map<String, Object> variables, Faults own, Faults ofVariables) {
        String email = Mailboxes.email(fields);
        if (email != null && !seen.add(AddressKey.of(email))) {
            fields.fault("email", TWICE);
        }
        String name = fields.line("name", MailboxText.NAME_LENGTH);
        own.addAll(ofVariables);
        return own.any() ? faulty(fields.given("email"), own) : new Recipient(number, email, name, variables);
    }

    private Faulty faulty(String email, Faults faults) {
        faultsKept += faults.kept();
        return new Faulty(email, faults);
    }

    private static long weight(Object recipient, long variables) {
        if (recipient instanceof Recipient one) {
            return HeapSizes.RECIPIENT
                    + 2 * HeapSizes.text(one.email())
                    + (one.name() == null ? 0 : HeapSizes.text(one.name()))
                    + variables;
        }
        Faulty one = (Faulty) recipient;
        return HeapSizes.RECIPIENT
                + (one.email() == null ? 0 : HeapSizes.text(one.email()))
                + one.faults().weight();
    }
}
