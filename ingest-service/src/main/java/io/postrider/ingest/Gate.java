package io.postrider.ingest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a call under {@code /v1} must have before a byte of its body is read: the key, a size, and room for it. */
@Singleton
class Gate {
    /** Before Quarkus' own limit of the body, whose answer is no problem document. */
    private static final int PRIORITY = 100;

    /**
     * A refused body of up to so many times the limit is read and thrown away. Many clients read no answer before they have
     * sent all, and would see a broken connection where the problem document tells them what is wrong.
     */
    private static final int DRAINED = 4;

    private static final String PATH = "/v1/";
    private static final String SCHEME = "Bearer ";

    private final byte[] apiKey;
    private final long bodyLimit;
    private final long bodiesInFlightLimit;
    private final AtomicLong bodiesInFlight = new AtomicLong();
    private final Meters meters;

    Gate(
            IngestSettings settings,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bodyLimit,
            Meters meters) {
        this.apiKey = settings.apiKey().getBytes(StandardCharsets.UTF_8);
        this.bodyLimit = bodyLimit.asLongValue();
        this.bodiesInFlightLimit = settings.submit().bodiesInFlight().asLongValue();
        this.meters = meters;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (!request.path().startsWith(PATH)) {
            call.next();
            return;
        }
        if (!authorized(request.getHeader(HttpHeaderNames.AUTHORIZATION))) {
            call.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"postrider\"");
            refuse(call, Problem.unauthorized("Send \"Authorization: Bearer <your key>\"."));
            return;
        }
        long length = length(request);
        if (length > bodyLimit) {
            if (length > DRAINED * bodyLimit) {
                call.response().putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
            refuse(call, Problem.tooLarge(bodyLimit));
            return;
        }
        if (length > 0) {
            if (bodiesInFlight.addAndGet(length) > bodiesInFlightLimit && bodiesInFlight.get() > length) {
                bodiesInFlight.addAndGet(-length);
                refuse(call, Problem.overloaded());
                return;
            }
            call.addEndHandler(ended -> bodiesInFlight.addAndGet(-length));
        }
        call.next();
    }

    /** Bytes of the body; what does not say how long it is may become as long as the limit. */
    private long length(HttpServerRequest request) {
        String declared = request.getHeader(HttpHeaderNames.CONTENT_LENGTH);
        if (declared == null) {
            return request.getHeader(HttpHeaderNames.TRANSFER_ENCODING) == null ? 0 : bodyLimit;
        }
        try {
            return Long.parseLong(declared);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private boolean authorized(String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given = header.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8);
        // Takes as long for a key that is nearly right as for one that is not.
        return MessageDigest.isEqual(given, apiKey);
    }

    private void refuse(RoutingContext call, Problem problem) {
        meters.refused(problem.reason());
        call.request().handler(thrownAway -> {}).resume();
        HttpServerResponse response = call.response();
        response.setStatusCode(problem.status());
        response.putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
        if (problem.retryAfter() != null) {
            response.putHeader(
                    HttpHeaderNames.RETRY_AFTER,
                    Long.toString(problem.retryAfter().toSeconds()));
        }
        response.end(Buffer.buffer(problem.bytes()));
    }
}
