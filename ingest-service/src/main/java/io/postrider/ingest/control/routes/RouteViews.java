package io.postrider.ingest.control.routes;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** What the calls about routes answer, as {@code openapi.yaml} of this feature describes it. */
final class RouteViews {
    private RouteViews() {}

    record Routes(List<Route> routes) {}

    /**
     * @param suspended null unless it was suspended through the API or by a sender
     * @param held parts of it that senders suspended
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Route(String name, Suspension suspended, List<Held> held, List<Sender> senders, List<Throttle> throttles) {}

    /** @param origin {@code api} or {@code refusals} */
    record Suspension(String reason, Instant since, String origin) {}

    /**
     * @param fromDomain null for that of any
     * @param site null for any
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Held(@JsonProperty("from_domain") String fromDomain, String site, String reason, Instant since) {}

    /** @param report what the sender says, passed through */
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
