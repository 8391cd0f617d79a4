package io.postrider.ingest.submit;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.contract.AddressKey;
import io.postrider.contract.Recipient;
import io.postrider.ingest.IngestSettings;
import io.postrider.ingest.body.JsonBody;
import io.postrider.ingest.body.Weights;
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
    private static final int NAME_LENGTH = 250;
    private static final String VARIABLES = "variables";
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
    private final IngestSettings.Submit limits;
    /** Each a {@link Recipient} or {@link Faulty}, in their order. */
    private final List<Object> read = new ArrayList<>();

    private final List<Recipient> accepted = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int number;
    private int faultsKept;

    /** @param pointer of {@code to} */
    private Recipients(JsonBody json, String pointer, IngestSettings.Submit limits) {
        this.json = json;
        this.pointer = pointer;
        this.limits = limits;
    }

    /**
     * Reads the array at hand, each recipient into its final form. Which variables a recipient must have is not known yet; see
     * {@link #check}.
     */
    static Recipients read(JsonBody json, String pointer, IngestSettings.Submit limits) throws IOException {
        Recipients recipients = new Recipients(json, pointer, limits);
        while (json.nextElement()) {
            if (recipients.number++ < limits.recipients()) {
                recipients.read.add(recipients.one(pointer + "/" + (recipients.number - 1)));
            } else {
                json.skip();
            }
        }
        return recipients;
    }

    private Object one(String at) throws IOException {
        long held = json.held();
        // Of all recipients together as many are kept as an answer tells, and of each the first.
        Faults own = new Faults(Math.max(1, Faults.MOST - faultsKept));
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        Map<String, Object> variables = Map.of();
        long variablesHold = 0;
        Faults ofVariables = new Faults();
        if (!json.is(JsonToken.START_OBJECT)) {
            own.add(at, "is " + json.kind() + "; give an object");
            json.skip();
            return faulty(null, own);
        }
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
        Object recipient = recipient(Fields.of(fields, at, own, KNOWN), variables, own, ofVariables);
        json.backTo(held);
        json.hold(weight(recipient, variablesHold));
        return recipient;
    }

    private Object recipient(Fields fields, Map<String, Object> variables, Faults own, Faults ofVariables) {
        String email = email(fields);
        if (email != null && !seen.add(AddressKey.of(email))) {
            fields.fault("email", "is there twice; each recipient gets one copy");
        }
        String name = fields.line("name", NAME_LENGTH);
        own.addAll(ofVariables);
        return own.any() ? faulty(fields.given("email"), own) : new Recipient(read.size(), email, name, variables);
    }

    private Faulty faulty(String email, Faults faults) {
        faultsKept += faults.kept();
        return new Faulty(email, faults);
    }

    private static long weight(Object recipient, long variables) {
        if (recipient instanceof Recipient one) {
            return Weights.RECIPIENT
                    + 2 * Weights.text(one.email())
                    + (one.name() == null ? 0 : Weights.text(one.name()))
                    + variables;
        }
        Faulty one = (Faulty) recipient;
        return Weights.RECIPIENT
                + (one.email() == null ? 0 : Weights.text(one.email()))
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
                templates.missing(one, shared, pointer + "/" + i, own);
                read.set(i, own.any() ? new Faulty(one.email(), own) : one);
            }
            refused |= !partial && read.get(i) instanceof Faulty;
        }
        sort(partial, refused ? null : templates, shared, faults);
    }

    /** @param templates null if nothing is estimated */
    private void sort(boolean partial, Templates templates, Map<String, Object> shared, Faults faults) {
        for (int i = 0; i < read.size(); i++) {
            String at = pointer + "/" + i;
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
