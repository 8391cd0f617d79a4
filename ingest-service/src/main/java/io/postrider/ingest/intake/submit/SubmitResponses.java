package io.postrider.ingest.intake.submit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.Problem.Fault;
import io.postrider.store.messages.NewMessage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The bodies of the answers. They are created before the commit, since the first answer is stored for its
 * Idempotency-Key.
 */
final class SubmitResponses {
    // ASCII only: an unpaired surrogate from a client, returned in the answer, could not be encoded as UTF-8.
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private SubmitResponses() {}

    static String message(NewMessage message, List<Recipients.Rejected> rejected) {
        if (rejected.isEmpty()) {
            return "{\"id\":\"" + message.head().id() + "\",\"accepted\":"
                    + message.recipients().size() + ",\"rejected\":[]}";
        }
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            writeAccepted(json, message, rejected);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeAccepted(JsonGenerator json, NewMessage message, List<Recipients.Rejected> rejected)
            throws IOException {
        json.writeStringField("id", message.head().id().toString());
        json.writeNumberField("accepted", message.recipients().size());
        json.writeArrayFieldStart("rejected");
        for (Recipients.Rejected one : rejected) {
            json.writeStartObject();
            json.writeNumberField("index", one.index());
            json.writeStringField("email", one.email());
            json.writeStringField("reason", one.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The result for each message of a batch, in their order. */
    static final class Items {
        private final StringWriter text = new StringWriter(1024);
        private final JsonGenerator json;
        private int accepted;
        private int refused;

        Items() {
            try {
                json = JSON.createGenerator(text);
                json.writeStartObject();
                json.writeArrayFieldStart("results");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void accepted(NewMessage message, List<Recipients.Rejected> rejected) {
            try {
                open(202);
                writeAccepted(json, message, rejected);
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            accepted++;
        }

        void refused(List<Fault> faults) {
            try {
                open(422);
                Problem.writeFaults(json, "errors", faults);
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            refused++;
        }

        private void open(int status) throws IOException {
            json.writeStartObject();
            json.writeNumberField("index", accepted + refused);
            json.writeNumberField("status", status);
        }

        String json() {
            try {
                json.writeEndArray();
                json.writeNumberField("accepted", accepted);
                json.writeNumberField("refused", refused);
                json.writeEndObject();
                json.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return text.toString();
        }
    }
}
