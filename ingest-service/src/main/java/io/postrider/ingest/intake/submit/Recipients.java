package io.postrider.ingest.intake.submit;

import com.fasterxml.jackson.core.JsonToken;
import io.postrider.ingest.intake.submit.RecipientReader.Faulty;
import io.postrider.ingest.intake.submit.fields.Faults;
import io.postrider.ingest.web.json.JsonBody;
import io.postrider.mail.Recipient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code to}. A fault of one recipient refuses the whole message, unless the request has {@code "partial": true};
 * then that recipient is skipped and listed.
 */
final class Recipients {
    /**
     * @param index its index in {@code to}
     * @param email as supplied, or null
     */
    record Rejected(int index, String email, String reason) {}

    private final String pointer;
    private final SubmitSettings limits;
    /** Each a {@link Recipient} or {@link Faulty}, in order. */
    private final List<Object> read = new ArrayList<>();

    private final List<Recipient> accepted = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private int number;
    private boolean alone;
    private boolean firstIsText;

    /** @param pointer of {@code to} */
    private Recipients(String pointer, SubmitSettings limits) {
        this.pointer = pointer;
        this.limits = limits;
    }

    /** Whether the current value is one recipient or a list. */
    static boolean are(JsonBody json) {
        return json.is(JsonToken.START_ARRAY) || json.is(JsonToken.START_OBJECT) || json.is(JsonToken.VALUE_STRING);
    }

    /**
     * Reads the current recipient or list, each recipient into its final form. The required variables are not known
     * yet; see {@link #check}.
     */
    static Recipients read(JsonBody json, String pointer, SubmitSettings limits) throws IOException {
        Recipients recipients = new Recipients(pointer, limits);
        RecipientReader reader = new RecipientReader(json, limits);
        recipients.firstIsText = json.is(JsonToken.VALUE_STRING);
        if (!json.is(JsonToken.START_ARRAY)) {
            recipients.alone = true;
            recipients.number = 1;
            recipients.read.add(reader.read(pointer));
            return recipients;
        }
        while (json.nextElement()) {
            if (recipients.number++ < limits.recipients()) {
                recipients.firstIsText |= recipients.number == 1 && json.is(JsonToken.VALUE_STRING);
                recipients.read.add(reader.read(recipients.at(recipients.number - 1)));
            } else {
                json.skip();
            }
        }
        return recipients;
    }

    /** The pointer of the first recipient's address. */
    String firstAddress() {
        return firstIsText ? at(0) : at(0) + "/email";
    }

    /** The pointer of one recipient. */
    String at(int index) {
        return alone ? pointer : pointer + "/" + index;
    }

    /**
     * Removes recipients with faults. A message that already has faults is not estimated.
     *
     * @param shared the variables of all of them
     * @param faults of the message, including those of its recipients unless {@code partial}
     */
    void check(boolean partial, Templates templates, Map<String, Object> shared, Faults faults) {
        if (number > limits.recipients()) {
            faults.add(pointer, "has %,d recipients; the maximum is %,d".formatted(number, limits.recipients()));
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
                    "has no valid recipient; the first fault: "
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

    /** The number of recipients supplied. */
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
