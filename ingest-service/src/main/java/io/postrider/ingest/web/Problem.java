package io.postrider.ingest.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * A problem document (RFC 9457): what is wrong with a request and what to change. The types that several features use are made here,
 * the others in their feature.
 *
 * @param status the HTTP status
 * @param reason one word for it, the end of its {@code type} and the tag of its counter
 * @param title the same for all of its kind
 * @param detail what is wrong this time, or null
 * @param faults every fault of the request, each with its place
 * @param retryAfter after how long the same request may succeed, or null
 */
public record Problem(int status, String reason, String title, String detail, List<Fault> faults, Duration retryAfter) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The property under which a call stores the reason of its refusal, for the log. */
    public static final String REASON = Problem.class.getName();

    // ASCII only: an unpaired surrogate from a client, returned in the answer, could not be encoded as UTF-8.
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final Duration SOON = Duration.ofSeconds(2);

    /**
     * One fault and its location: a pointer into the body, a query parameter or a header field; the other two are null.
     *
     * @param pointer a JSON pointer into the request's body (RFC 6901)
     * @param parameter the name of a query parameter
     * @param header the name of a field in the request's header
     * @param detail what to change
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Fault(String pointer, String parameter, String header, String detail) {
        public Fault(String pointer, String detail) {
            this(pointer, null, null, detail);
        }

        /** A name as a segment of a pointer (RFC 6901, 3). */
        public static String part(String name) {
            return name.replace("~", "~0").replace("/", "~1");
        }

        public static Fault ofParameter(String name, String detail) {
            return new Fault(null, name, null, detail);
        }

        public static Fault ofHeader(String name, String detail) {
            return new Fault(null, null, name, detail);
        }
    }

    /** An exception that becomes a problem document. */
    public static final class Refusal extends RuntimeException {
        private final transient Problem problem;

        private Refusal(Problem problem) {
            super(problem.title(), null, false, false);
            this.problem = problem;
        }

        public Problem problem() {
            return problem;
        }
    }

    public Refusal refusal() {
        return new Refusal(this);
    }

    public static Problem malformed(String detail) {
        return of(400, "malformed", "The body is not valid JSON", detail);
    }

    /** @param detail which one is meant, and where to look for it */
    public static Problem notFound(String detail) {
        return of(404, "not-found", "No resource at this path", detail);
    }

    public static Problem invalid(List<Fault> faults) {
        return new Problem(422, "invalid", "The request is invalid", null, List.copyOf(faults), null);
    }

    public static Problem clientOverloaded() {
        return soon(
                429,
                "too-much-at-once",
                "Too much work of this client is waiting",
                "Nothing was accepted. Send fewer requests at a time, and repeat this one after Retry-After.");
    }

    public static Problem overloaded() {
        return soon(
                503,
                "overloaded",
                "The service is overloaded",
                "Nothing was accepted. Repeat the request after Retry-After.");
    }

    /** The same request may succeed after some seconds. */
    public static Problem soon(int status, String reason, String title, String detail) {
        return new Problem(status, reason, title, detail, List.of(), SOON);
    }

    /** Without faults, and not worth repeating. */
    public static Problem of(int status, String reason, String title, String detail) {
        return new Problem(status, reason, title, detail, List.of(), null);
    }

    /** @param requestId the id of the call ({@link RequestId}) */
    public byte[] bytes(String requestId) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", "urn:postrider:problem:" + reason);
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            if (detail != null) {
                json.writeStringField("detail", detail);
            }
            json.writeStringField(RequestId.NAME, requestId);
            if (!faults.isEmpty()) {
                writeFaults(json, "errors", faults);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static void writeFaults(JsonGenerator json, String name, List<Fault> faults) throws IOException {
        json.writeArrayFieldStart(name);
        for (Fault fault : faults) {
            json.writeStartObject();
            write(json, "pointer", fault.pointer());
            write(json, "parameter", fault.parameter());
            write(json, "header", fault.header());
            json.writeStringField("detail", fault.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
