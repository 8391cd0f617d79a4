package io.postrider.ingest.control.messages;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.web.ApiScope;
import io.postrider.ingest.web.DatabaseWork;
import io.postrider.ingest.web.OfRole;
import io.postrider.ingest.web.parameters.Cursor;
import io.postrider.ingest.web.parameters.PageSettings;
import io.postrider.ingest.web.parameters.PageSize;
import io.postrider.ingest.web.parameters.PathId;
import io.postrider.ingest.web.parameters.QueryParameters;
import io.postrider.store.deliveries.Counts;
import io.postrider.store.deliveries.Halt;
import io.postrider.store.deliveries.State;
import io.postrider.store.history.DeliveryHistory;
import io.postrider.store.history.StoredEvent;
import io.postrider.store.messages.Messages;
import io.postrider.store.messages.StoredMessage;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Status of messages. */
@Singleton
@OfRole(Role.CONTROL)
@Path("/v1/messages")
@RolesAllowed(ApiScope.READ)
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /**
     * Maximum deliveries that one page reads, so that a rare state in a large message costs many short calls, not one
     * long call.
     */
    static final int SCAN = 20_000;

    private static final char DELIVERIES = 'd';
    private static final char EVENTS = 'e';

    private final Messages messages;
    private final Counts counts;
    private final Clock clock;
    private final int mostRows;

    StatusResource(PageSettings settings, Messages messages, Counts counts, Clock clock) {
        this.messages = messages;
        this.mostRows = settings.page();
        this.counts = counts;
        this.clock = clock;
    }

    @GET
    @Path("/{id}")
    public Uni<MessageViews.Message> message(@PathParam("id") String id) {
        return DatabaseWork.within(
                LIMIT,
                found(id)
                        .chain(message ->
                                counts.of(message.id(), message.recipients()).map(of -> view(message, of))));
    }

    @GET
    @Path("/{id}/deliveries")
    public Uni<MessageViews.Deliveries> deliveries(
            @PathParam("id") String id,
            @QueryParam("state") String state,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") String limit,
            @Context RoutingContext call) {
        QueryParameters parameters = QueryParameters.of(call);
        int rows = PageSize.of(parameters, limit, mostRows);
        State only = state(parameters, state);
        int from = (int) Cursor.position(parameters, DELIVERIES, cursor, Integer.MAX_VALUE, -1);
        parameters.check();
        return DatabaseWork.within(LIMIT, found(id).chain(message -> page(message, only, from, rows)));
    }

    @GET
    @Path("/{id}/events")
    public Uni<MessageViews.Events> events(
            @PathParam("id") String id,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") String limit,
            @Context RoutingContext call) {
        QueryParameters parameters = QueryParameters.of(call);
        int rows = PageSize.of(parameters, limit, mostRows);
        long from = Cursor.position(parameters, EVENTS, cursor, Long.MAX_VALUE, 0);
        parameters.check();
        return DatabaseWork.within(
                LIMIT,
                found(id)
                        .chain(message -> DeliveryHistory.events(message.id(), from, rows))
                        .map(StatusResource::events));
    }

    private Uni<StoredMessage> found(String id) {
        return messages.find(PathId.of(id, Cancellation::unknown))
                .map(found -> found.orElseThrow(() -> Cancellation.unknown().refusal()));
    }

    private MessageViews.Message view(StoredMessage message, Map<State, Long> of) {
        Map<String, Long> words = new LinkedHashMap<>();
        of.forEach((state, count) -> words.put(state.word(), count));
        return MessageViews.Message.of(message, whole(message, of), words, null);
    }

    private String whole(StoredMessage message, Map<State, Long> of) {
        if (message.halt() == Halt.CANCELLED) {
            return "cancelled";
        }
        long finals = of.entrySet().stream()
                .filter(entry -> entry.getKey().isFinal())
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (finals == message.recipients()) {
            return "done";
        }
        if (of.get(State.QUEUED) < message.recipients()) {
            return "sending";
        }
        return message.sendAt() != null && message.sendAt().isAfter(clock.instant()) ? "scheduled" : "queued";
    }

    private static Uni<MessageViews.Deliveries> page(StoredMessage message, State only, int from, int rows) {
        int last = (int) Math.min(message.recipients() - 1L, (long) from + SCAN);
        return DeliveryHistory.deliveries(message.id(), from, last, only, rows).map(deliveries -> {
            int seen =
                    deliveries.size() < rows ? last : deliveries.get(rows - 1).ordinal();
            return new MessageViews.Deliveries(
                    deliveries.stream()
                            .map(delivery -> MessageViews.Delivery.of(delivery, message))
                            .toList(),
                    seen < message.recipients() - 1 ? Cursor.of(DELIVERIES, seen) : null);
        });
    }

    private static MessageViews.Events events(List<StoredEvent> events) {
        return new MessageViews.Events(
                events.stream().map(MessageViews.Event::of).toList(),
                events.isEmpty()
                        ? null
                        : Cursor.of(EVENTS, events.get(events.size() - 1).id()));
    }

    static State state(QueryParameters parameters, String word) {
        if (word == null) {
            return null;
        }
        for (State state : State.values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        parameters.fault("state", "must be queued, deferred, delivered, bounced, expired, suppressed or cancelled");
        return null;
    }
}
