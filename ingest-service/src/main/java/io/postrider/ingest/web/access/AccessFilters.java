package io.postrider.ingest.web.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.postrider.ingest.web.ApiScope;
import io.postrider.ingest.web.CallerIdentity;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.RequestId;
import io.postrider.ingest.web.WebMeters;
import io.quarkus.security.ForbiddenException;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Applies the scopes that a resource requires: the answer to a key that lacks them, and the line in the log. */
@Singleton
class AccessFilters {
    // Filters are created before the settings.
    private final Instance<AccessLog> log;
    private final WebMeters meters;

    AccessFilters(Instance<AccessLog> log, WebMeters meters) {
        this.log = log;
        this.meters = meters;
    }

    /** RFC 6750, 3.1: the answer states the required scope. */
    @ServerExceptionMapper
    RestResponse<byte[]> forbidden(ForbiddenException refused, ResourceInfo resource, RoutingContext call) {
        String scope = String.join(" ", scopes(resource));
        Problem problem = AccessProblems.forbidden(scope);
        meters.refused(problem.reason());
        log.get().forbidden(call, key(call), scope);
        return RestResponse.ResponseBuilder.<byte[]>create(problem.status(), problem.title())
                .entity(problem.bytes(RequestId.of(call)))
                .header(HttpHeaderNames.CONTENT_TYPE.toString(), Problem.MEDIA_TYPE)
                .header(
                        HttpHeaderNames.WWW_AUTHENTICATE.toString(),
                        "Bearer realm=\"postrider\", error=\"insufficient_scope\", scope=\"%s\"".formatted(scope))
                .build();
    }

    @ServerResponseFilter
    void record(
            ContainerRequestContext request,
            ContainerResponseContext response,
            ResourceInfo resource,
            RoutingContext call) {
        List<String> scopes = scopes(resource);
        boolean change = !HttpMethod.GET.equals(request.getMethod()) && !HttpMethod.HEAD.equals(request.getMethod());
        boolean submission = scopes.contains(ApiScope.SEND);
        boolean refused = response.getStatus() == RestResponse.StatusCode.FORBIDDEN;
        if (!refused && (scopes.contains(ApiScope.OPERATE) || change && !submission && !scopes.isEmpty())) {
            String path = request.getUriInfo().getPath();
            AccessLog calls = log.get();
            calls.done(call, key(call), path, response.getStatus());
        }
    }

    private static String key(RoutingContext call) {
        String apiKey = CallerIdentity.apiKeyOf(call);
        return apiKey == null ? "-" : apiKey;
    }

    /** No scope for an unknown path. */
    private static List<String> scopes(ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        if (method == null) {
            return List.of();
        }
        RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
        if (roles == null) {
            roles = method.getDeclaringClass().getAnnotation(RolesAllowed.class);
        }
        return roles == null ? List.of() : List.of(roles.value());
    }
}
