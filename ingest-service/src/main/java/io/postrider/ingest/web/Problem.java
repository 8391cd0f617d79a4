package io.postrider.ingest.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.postrider.pg.Outage;
import io.postrider.pg.OverloadedException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * A problem document (RFC 9457): what is wrong with a request and what to change.
 *
 * @param status the HTTP status
 * @param reason a short name: the end of its {@code type} and the tag of its counter
 * @param title the same for all problems of this type
 * @param detail what is wrong in this case, or null
 * @param faults every fault of the request, each with its location
 * @param retryAfter after how long the same request may succeed, or null
 */
public record Problem(int status, String reason, String title, String detail, List<Fault> faults, Duration retryAfter) {
    private static final Logger LOG = Logger.getLogger(Problem.class);
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

    public static Problem unauthorized(String detail) {
        return of(401, "unauthorized", "A valid API key is needed", detail);
    }

    public static Problem forbidden(String scope) {
        return of(
                403,
                "forbidden",
                "The API key does not allow this",
                "Use a key with the scope \"%s\".".formatted(scope));
    }

    public static Problem notFound(String detail) {
        return of(404, "not-found", "There is nothing here", detail);
    }

    /** @param rate bytes per second */
    public static Problem slowBody(Duration limit, long rate) {
        return of(
                408,
                "slow-body",
                "The body did not come in time",
                "Send a body within %d seconds of its head, and at least %d bytes in a second."
                        .formatted(limit.toSeconds(), rate));
    }

    public static Problem slowestBody() {
        return new Problem(
                408,
                "slow-body",
                "The body did not come in time",
                "Too much waits already, and this body came more slowly than others. Send it again.",
                List.of(),
                SOON);
    }

    public static Problem tooLarge(long limitBytes) {
        return of(413, "too-large", "The body is too large", "Send at most %d bytes.".formatted(limitBytes));
    }

    public static Problem tooManyValues(String detail) {
        return of(413, "too-many-values", "The body has too many values", detail);
    }

    public static Problem unsupportedMediaType() {
        return of(
                415,
                "unsupported-media-type",
                "The body has the wrong type",
                "Send JSON with \"Content-Type: application/json\"; forms are not read.");
    }

    public static Problem encodedBody() {
        return of(
                415,
                "unsupported-content-encoding",
                "The body is compressed",
                "Send the JSON as it is, without \"Content-Encoding\".");
    }

    public static Problem invalid(List<Fault> faults) {
        return new Problem(422, "invalid", "The request has faults", null, List.copyOf(faults), null);
    }

    public static Problem keyReused() {
        return of(
                422,
                "idempotency-key-reused",
                "The Idempotency-Key was used with another body",
                "Use a new key for a new request, or send the same bytes again.");
    }

    public static Problem clientOverloaded() {
        return new Problem(
                429,
                "too-much-at-once",
                "Too much of this client waits already",
                "Nothing was accepted. Send less at the same time, and this again.",
                List.of(),
                SOON);
    }

    public static Problem overloaded() {
        return new Problem(
                503, "overloaded", "Too much waits already", "Nothing was accepted. Send it again.", List.of(), SOON);
    }

    public static Problem databaseAway() {
        return new Problem(
                503,
                "database-away",
                "The database does not answer",
                "Try again after Retry-After; a message that is sent with an Idempotency-Key is accepted once.",
                List.of(),
                SOON);
    }

    public static Problem noMessage() {
        return notFound("No message has this id.");
    }

    /** Converts temporary failures of PostgreSQL and overload to a refusal; returns any other failure unchanged. */
    public static Throwable ofFailure(Throwable failure) {
        if (failure instanceof Refusal) {
            return failure;
        }
        if (failure instanceof OverloadedException) {
            return overloaded().refusal();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (ofPostgres(cause)) {
                LOG.debugf("PostgreSQL does not respond: %s", cause.getMessage());
                return Outage.mayPass(cause) ? databaseAway().refusal() : failure;
            }
        }
        return failure;
    }

    /** The driver fails with its own exceptions, or with I/O errors and timeouts that are not RuntimeExceptions. */
    private static boolean ofPostgres(Throwable cause) {
        return cause instanceof PgException
                || cause instanceof VertxException
                || cause instanceof TimeoutException
                || !(cause instanceof RuntimeException || cause instanceof Error);
    }

    /** A problem for a status that needs no specific text. */
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
