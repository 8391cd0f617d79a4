package io.postrider.ingest.web.connections;

import static java.util.stream.Collectors.toMap;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.RequestId;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Refuses requests that a proxy in front of us might interpret differently: without Host (RFC 9112, 3.2), with
 * duplicates of a field that may occur once (RFC 9110, 5.3), and with a transfer coding other than chunked (RFC 9112,
 * 6.1), which the framework treats as chunked or ignores. The connection is closed, since the extent of the body is
 * uncertain. A folded field is read as one line (RFC 9112, 5.2).
 */
@Singleton
class RequestHeadFilter {
    /** Runs before all other filters, and before the key is checked. */
    private static final int PRIORITY = 20_000;

    private static final Problem NO_HOST =
            Problem.of(400, "no-host", "The request has no Host field", "Send one Host field.");

    /** Fields of which the framework uses the first and ignores the others. */
    private static final Map<AsciiString, Problem> ONCE = Stream.of("Host", "Content-Type", "Idempotency-Key")
            .collect(toMap(
                    AsciiString::cached,
                    name -> Problem.of(
                            400,
                            "repeated-field",
                            "The request has more than one %s field".formatted(name),
                            "Send one %s field.".formatted(name))));

    private static final Problem CODING = Problem.of(
            400,
            "transfer-encoding",
            "The Transfer-Encoding is not supported",
            "Send a Content-Length, or one field \"Transfer-Encoding: chunked\".");

    void register(@Observes Filters filters) {
        filters.register(RequestHeadFilter::check, PRIORITY);
    }

    /** The framework treats a request without Host as a server error and logs an ERROR for each. */
    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(RequestHeadFilter::withoutHost);
    }

    private static void check(RoutingContext call) {
        MultiMap fields = call.request().headers();
        Problem repeated = repeated(fields);
        if (repeated != null) {
            refuse(call, repeated);
        } else if (!known(fields.getAll(HttpHeaderNames.TRANSFER_ENCODING))) {
            refuse(call, CODING);
        } else {
            call.next();
        }
    }

    private static Problem repeated(MultiMap fields) {
        for (Map.Entry<AsciiString, Problem> field : ONCE.entrySet()) {
            if (fields.getAll(field.getKey()).size() > 1) {
                return field.getValue();
            }
        }
        return null;
    }

    private static boolean known(List<String> codings) {
        return codings.isEmpty()
                || codings.size() == 1
                        && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(
                                codings.get(0).strip());
    }

    private static void withoutHost(RoutingContext call) {
        if (call.statusCode() != HttpResponseStatus.BAD_REQUEST.code()
                || call.request().authority() != null
                || call.response().headWritten()) {
            call.next();
        } else {
            refuse(call, NO_HOST);
        }
    }

    /** Its body is not read. */
    private static void refuse(RoutingContext call, Problem problem) {
        call.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .end(Buffer.buffer(problem.bytes(RequestId.of(call))));
    }
}
