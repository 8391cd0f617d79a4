package io.postrider.ingest.intake.submit;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.intake.submit.estimate.RenderEstimates;
import io.postrider.ingest.intake.submit.fields.Faults;
import io.postrider.ingest.intake.submit.fields.Fields;
import io.postrider.ingest.web.json.JsonBody;
import io.postrider.store.messages.NewMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads the messages of a batch call, one after the other. */
final class BatchReader {
    private static final String MESSAGES = "messages";

    private final SubmitSettings limits;
    private final RenderEstimates estimates;
    private final Supplier<UUID> ids;
    private final Instant now;
    private final List<NewMessage> messages = new ArrayList<>();
    private final SubmitResponses.Items answers = new SubmitResponses.Items();
    /** The pointer of the list of messages: a field, or the body itself. */
    private String pointer = "/" + MESSAGES;

    private int number;
    private int recipients;

    BatchReader(SubmitSettings limits, RenderEstimates estimates, Supplier<UUID> ids, Instant now) {
        this.limits = limits;
        this.estimates = estimates;
        this.ids = ids;
        this.now = now;
    }

    /** @return faults of the body as a whole */
    Faults read(JsonBody json) throws IOException {
        Faults faults = new Faults();
        if (json.is(JsonToken.START_ARRAY)) {
            pointer = "";
            messages(json);
            checkNumber(faults);
        } else if (json.is(JsonToken.START_OBJECT)) {
            Fields fields = Fields.of(fields(json), "", faults, Set.of(MESSAGES));
            fields.required(MESSAGES, range() + ", or send a single message to /v1/messages");
            if (fields.array(MESSAGES, limits.batchMessages(), MESSAGES) != null) {
                checkNumber(faults);
            }
        } else {
            faults.add("", "is %s; give a list of messages".formatted(json.kind()));
            json.skip();
        }
        return faults;
    }

    private void checkNumber(Faults faults) {
        if (number == 0) {
            faults.add(pointer, "is empty; give " + range());
        } else if (number > limits.batchMessages()) {
            faults.add(pointer, "has %,d messages; the maximum is %,d".formatted(number, limits.batchMessages()));
        }
    }

    private String range() {
        return "1 to %d messages".formatted(limits.batchMessages());
    }

    private ObjectNode fields(JsonBody json) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = json.nextField(); name != null; name = json.nextField()) {
            if (!name.equals(MESSAGES)) {
                json.skip();
                object.putNull(name);
            } else if (json.is(JsonToken.START_ARRAY)) {
                object.putArray(name);
                messages(json);
            } else {
                object.set(name, json.tree());
            }
        }
        return object;
    }

    private void messages(JsonBody json) throws IOException {
        while (json.nextElement()) {
            if (number < limits.batchMessages()) {
                message(json);
            } else {
                json.skip();
            }
            number++;
        }
    }

    private void message(JsonBody json) throws IOException {
        String at = pointer + "/" + number;
        Faults faults = new Faults();
        MessageReader reader = new MessageReader(at, faults, now, limits, estimates);
        NewMessage message = reader.read(json, ids.get());
        if (message != null && recipients + message.recipients().size() > limits.batchRecipients()) {
            faults.add(at + "/to", "exceeds %,d recipients in one call".formatted(limits.batchRecipients()));
            message = null;
        }
        if (message == null) {
            answers.refused(faults.list());
        } else {
            recipients += message.recipients().size();
            messages.add(message);
            answers.accepted(message, reader.rejected());
        }
    }

    List<NewMessage> messages() {
        return messages;
    }

    String answer() {
        return answers.json();
    }
}
