package io.postrider.ingest.web.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.RequestId;
import io.postrider.ingest.web.WebMeters;
import io.postrider.ingest.web.body.BodyReader;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * The API key as a bearer token (RFC 6750, 2.1) in exactly one Authorization field. It is checked before any byte of
 * the body is read. Resources declare the required scopes with {@code @RolesAllowed}; every path that is not public
 * requires a key.
 */
@Singleton
class ApiKeyMechanism implements HttpAuthenticationMechanism {
    private static final String SCHEME = "Bearer ";
    private static final String CHALLENGE = "Bearer realm=\"postrider\"";
    private static final String WRONG_KEY = CHALLENGE + ", error=\"invalid_token\"";

    private final ApiKeys keys;
    private final BodyReader bodies;
    private final WebMeters meters;
    private final AccessLog log;

    ApiKeyMechanism(ApiKeys keys, BodyReader bodies, WebMeters meters, AccessLog log) {
        this.keys = keys;
        this.bodies = bodies;
        this.meters = meters;
        this.log = log;
    }

    /** Anonymous without the field; fails for an unknown key, even where no key is required. */
    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext call, IdentityProviderManager manager) {
        List<String> fields = call.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        if (fields.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        ApiKey key = fields.size() == 1 ? find(fields.get(0)) : null;
        return key == null
                ? Uni.createFrom().failure(new AuthenticationFailedException())
                : Uni.createFrom().item(key.identity());
    }

    private ApiKey find(String field) {
        return field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? keys.find(field.substring(SCHEME.length()).trim())
                : null;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom()
                .item(new ChallengeData(
                        HttpResponseStatus.UNAUTHORIZED.code(),
                        Map.of(HttpHeaderNames.WWW_AUTHENTICATE, challenge(call))));
    }

    private static String challenge(RoutingContext call) {
        return shown(call) ? WRONG_KEY : CHALLENGE;
    }

    private static boolean shown(RoutingContext call) {
        return call.request().headers().contains(HttpHeaders.AUTHORIZATION);
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext call) {
        Problem problem = AccessProblems.unauthorized(shown(call));
        meters.refused(problem.reason());
        log.unauthenticated(call);
        bodies.throwAway(call.request(), 0);
        call.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaderNames.WWW_AUTHENTICATE, challenge(call))
                .putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Buffer.buffer(problem.bytes(RequestId.of(call))));
        return Uni.createFrom().item(true);
    }
}
