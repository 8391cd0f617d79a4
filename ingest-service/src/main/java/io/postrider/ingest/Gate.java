package io.postrider.ingest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;

/** What a call under {@code /v1} must have before a byte of its body is read: the key, a size, and room for it. */
@Singleton
class Gate {
    /** Before Quarkus' own limit of the body, whose answer is no problem document. */
    private static final int PRIORITY = 100;

    private static final String PATH = "/v1/";
    private static final Set<HttpMethod> BODILESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String SCHEME = "Bearer ";

    private final byte[] apiKey;
    private final Bodies bodies;

    Gate(IngestSettings settings, Bodies bodies) {
        this.apiKey = settings.apiKey().getBytes(StandardCharsets.UTF_8);
        this.bodies = bodies;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (!request.path().startsWith(PATH)) {
            call.next();
        } else if (!authorized(request.getHeader(HttpHeaderNames.AUTHORIZATION))) {
            call.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"postrider\"");
            bodies.refuse(call, Problem.unauthorized("Send \"Authorization: Bearer <your key>\"."));
        } else if (BODILESS.contains(request.method())) {
            call.next();
        } else {
            bodies.read(call);
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
}
