package io.postrider.ingest.intake.submit;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.intake.submit.fields.Faults;
import io.postrider.ingest.intake.submit.fields.Fields;
import io.postrider.ingest.intake.submit.fields.MailboxText;
import io.postrider.ingest.intake.submit.fields.Mailboxes;
import io.postrider.ingest.intake.submit.fields.OtherServiceFields;
import io.postrider.ingest.web.body.HeapSizes;
import io.postrider.ingest.web.body.JsonBody;
import io.postrider.mail.AddressKey;
import io.postrider.mail.Recipient;
import java.io.IOException;
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
    private static final String VARIABLES = "variables";
    private static final String TWICE = "is there twice; each recipient gets one copy";
    private static final Set<String> KNOWN = Set.of("email", "name", VARIABLES);

    /**
     * @param index its place in {@code to}
     * @param email as it was given, or null
     */
    record Rejected(int index, String email, String reason) {}

    /** A recipient with faults. Its email is as it was given, or null. */
    private record Faulty(String email, Faults faults) {}

    private final JsonBody json;
    private final String pointer;
    private final SubmitSettings limits;
    /** Each a {@link Recipient} or {@link Faulty}, in their order. */
    private final List<Object> read = new ArrayList<>();

    private final List<Recipient> accepted = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int number;
    private boolean alone;
    private boolean firstIsText;
    private int faultsKept;

    /** @param pointer of {@code to} */
    private Recipients(JsonBody json, String pointer, SubmitSettings limits) {
        this.json = json;
        this.pointer = pointer;
        this.limits = limits;
    }

    /** Whether the value at hand is one recipient or a list of them. */
    static boolean are(JsonBody json) {
        return json.is(JsonToken.START_ARRAY) || json.is(JsonToken.START_OBJECT) || json.is(JsonToken.VALUE_STRING);
    }

    /**
     * Reads the recipient or the list at hand, each recipient into its final form. Which variables a recipient must have is not known yet; see
     * {@link #check}.
     */
    static Recipients read(JsonBody json, String pointer, SubmitSettings limits) throws IOException {
        Recipients recipients = new Recipients(json, pointer, limits);
        if (!json.is(JsonToken.START_ARRAY)) {
            recipients.alone = true;
            recipients.number = 1;
            recipients.read.add(recipients.one(pointer));
            return recipients;
        }
        while (json.nextElement()) {
            if (recipients.number++ < limits.recipients()) {
                recipients.read.add(recipients.one(recipients.at(recipients.number - 1)));
            } else {
                json.skip();
            }
        }
        return recipients;
    }

    /** The place of the first one's address. */
    String firstAddress() {
        return firstIsText ? at(0) : at(0) + "/email";
    }

    /** The place of one of them. */
    String at(int index) {
        return alone ? pointer : pointer + "/" + index;
    }

    private Object one(String at) throws IOException {
        // Of all recipients together as many are kept as an answer lists, and of each the first.
        Faults own = new Faults(Math.max(1, Faults.MOST - faultsKept));
        if (json.is(JsonToken.START_OBJECT)) {
            return object(at, own);
        }
        if (json.is(JsonToken.VALUE_STRING)) {
            firstIsText |= read.isEmpty();
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
        return own.any() ? faulty(given, own) : new Recipient(read.size(), text.email(), text.name(), Map.of());
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
        return own.any() ? faulty(fields.given("email"), own) : new Recipient(read.size(), email, name, variables);
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

    /**
     * Sorts those with faults out. A message that has faults already is not estimated.
     *
     * @param shared the variables of all of them
     * @param faults of the message; those of its recipients only if not {@code partial}
     */
    void check(boolean partial, Templates templates, Map<String, Object> shared, Faults faults) {
        if (number > limits.recipients()) {
            faults.add(pointer, "has %,d recipients; at most %,d may be".formatted(number, limits.recipients()));
            return;
        }
        if (number == 0) {
            faults.add(pointer, "is empty; give 1 to %,d recipients".formatted(limits.recipients()));
            return;
        }
        boolean refused = faults.any();
        for (int i = 0; i < read.size(); i++) {
            if (read.get(i) instanceof Recipient one) {
                Faults own = new Faults();
                templates.missing(one, shared, at(i), own);
                read.set(i, own.any() ? new Faulty(one.email(), own) : one);
            }
            refused |= !partial && read.get(i) instanceof Faulty;
        }
        sort(partial, refused ? null : templates, shared, faults);
    }

    /** @param templates null if nothing is estimated */
    private void sort(boolean partial, Templates templates, Map<String, Object> shared, Faults faults) {
        for (int i = 0; i < read.size(); i++) {
            String at = at(i);
            Object one = read.set(i, null);
            Faulty faulty = one instanceof Faulty known ? known : estimated((Recipient) one, at, templates, shared);
            if (faulty == null) {
                accepted.add(numbered((Recipient) one));
            } else if (partial) {
                rejected.add(new Rejected(i, faulty.email(), faulty.faults().firstBelow(at)));
            } else {
                faults.addAll(faulty.faults());
            }
        }
        if (partial && accepted.isEmpty()) {
            faults.add(
                    pointer,
                    "has no recipient without a fault; the first: "
                            + rejected.get(0).reason());
        }
    }

    private static Faulty estimated(Recipient recipient, String at, Templates templates, Map<String, Object> shared) {
        Faults faults = new Faults();
        if (templates != null) {
            templates.estimate(recipient, shared, at, faults);
        }
        return faults.any() ? new Faulty(recipient.email(), faults) : null;
    }

    private Recipient numbered(Recipient read) {
        return read.ordinal() == accepted.size()
                ? read
                : new Recipient(accepted.size(), read.email(), read.name(), read.variables());
    }

    /** How many were given. */
    int number() {
        return number;
    }

    List<Recipient> accepted() {
        return accepted;
    }

    List<Rejected> rejected() {
        return rejected;
    }
}
