package io.postrider.ingest.control.routes;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Responses of the calls for routes, as described in {@code META-INF/openapi.yaml}. */
final class RouteViews {
    private RouteViews() {}

    record Routes(List<Route> routes) {}

    /**
     * @param suspended null unless it was suspended through the API or by a sender
     * @param held parts of the route that senders suspended
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Route(String name, Suspension suspended, List<Held> held, List<Sender> senders, List<Throttle> throttles) {}

    /** @param origin {@code api} or {@code refusals} */
    record Suspension(String reason, Instant since, String origin) {}

    /**
     * @param fromDomain null for any From domain
     * @param site null for any site
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Held(@JsonProperty("from_domain") String fromDomain, String site, String reason, Instant since) {}

    /** @param report the sender's report, passed through */
    record Sender(String sender, Instant at, @JsonAnyGetter Map<String, Object> report) {}

    /** @param site null for the limits of the whole route */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Throttle(
            String site,
            double factor,
            @JsonProperty("next_at") Instant nextAt,
            LocalDate day,
            @JsonProperty("day_mails") int dayMails) {}
}
