package io.postrider.ingest.web;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses calls of roles that this process does not have, before reading their parameters and bodies. */
@Singleton
class RoleFilter {
    /** Before the check of query parameters, which has the usual priority. */
    private static final int PRIORITY = Priorities.USER - 1;

    // Filters are created before the settings.
    private final Instance<RoleSettings> settings;

    RoleFilter(Instance<RoleSettings> settings) {
        this.settings = settings;
    }

    @ServerRequestFilter(priority = PRIORITY)
    void check(ResourceInfo call) {
        OfRole of = call.getResourceClass().getAnnotation(OfRole.class);
        if (of != null && !settings.get().roles().contains(of.value())) {
            throw refusal(of.value()).refusal();
        }
    }

    private static Problem refusal(Role role) {
        return Problem.notFound(
                "This process does not have the role \"%s\" (postrider.roles). Send the request to one that has it."
                        .formatted(role.word()));
    }
}
