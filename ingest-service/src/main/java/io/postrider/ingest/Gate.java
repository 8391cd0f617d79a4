package io.postrider.ingest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What a call under {@code /v1} must have before a byte of its body is read: the key, and no size that is too large. */
@Singleton
class Gate {
    /** Before Quarkus' own limit of the body, whose answer is no problem document. */
    private static final int PRIORITY = 100;

    private static final String PATH = "/v1/";
    private static final String SCHEME = "Bearer ";

    private final byte[] apiKey;
    private final Bodies bodies;
    private final Meters meters;

    Gate(IngestSettings settings, Bodies bodies, Meters meters) {
        this.apiKey = settings.apiKey().getBytes(StandardCharsets.UTF_8);
        this.bodies = bodies;
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
        Problem tooLarge = bodies.tooLarge(call);
        if (tooLarge == null) {
            call.next();
        } else {
            refuse(call, tooLarge);
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
        bodies.throwAway(call.request(), 0);
        HttpServerResponse response = call.response();
        response.setStatusCode(problem.status());
        response.putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.end(Buffer.buffer(problem.bytes()));
    }
}
