package io.postrider.ingest.control.messages;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.web.ApiScope;
import io.postrider.ingest.web.DatabaseWork;
import io.postrider.ingest.web.OfRole;
import io.postrider.ingest.web.Timestamps;
import io.postrider.ingest.web.parameters.Cursor;
import io.postrider.ingest.web.parameters.PageSettings;
import io.postrider.ingest.web.parameters.PageSize;
import io.postrider.ingest.web.parameters.QueryParameters;
import io.postrider.mail.AddressKey;
import io.postrider.mail.Limits;
import io.postrider.store.messages.MessageSearch;
import io.postrider.store.messages.Messages;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/** Finds messages by recipient, campaign, tag or time. */
@Singleton
@OfRole(Role.CONTROL)
@Path("/v1/messages")
@RolesAllowed(ApiScope.READ)
@Produces(MediaType.APPLICATION_JSON)
public class SearchResource {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final char MESSAGES = 'm';

    /** Characters of a name, a value, and the colon between them. */
    private static final int TAG_LENGTH = 513;

    private static final int CAMPAIGN_LENGTH = 128;

    /** Bounds of a searchable time: ids start with the milliseconds since 1970, and the year of a timestamp has four digits. */
    private static final Instant EARLIEST = Instant.parse("1971-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9998-01-01T00:00:00Z");

    private static final Pattern OFFSET = Pattern.compile(" (\\d\\d(?::?\\d\\d)?)$");

    private final MessageSearch search;
    private final Messages messages;
    private final int mostRows;

    SearchResource(MessageSearch search, Messages messages, PageSettings settings) {
        this.search = search;
        this.messages = messages;
        this.mostRows = settings.page();
    }

    @GET
    public Uni<MessageViews.Messages> messages(
            @QueryParam("recipient") String recipient,
            @QueryParam("campaign") String campaign,
            @QueryParam("tag") String tag,
            @QueryParam("state") String state,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") String limit,
            @Context RoutingContext call) {
        QueryParameters parameters = QueryParameters.of(call);
        int rows = PageSize.of(parameters, limit, mostRows);
        UUID before = Cursor.position(parameters, MESSAGES, cursor, null);
        if (state != null && recipient == null) {
            parameters.fault("state", "give `recipient` too; this is the state of the delivery to that recipient");
        }
        MessageSearch.Query query = new MessageSearch.Query(
                recipient(parameters, recipient),
                text(parameters, "campaign", campaign, CAMPAIGN_LENGTH),
                tag(parameters, tag),
                StatusResource.state(parameters, state),
                time(parameters, "from", from),
                time(parameters, "to", to));
        if (query.from() != null && query.to() != null && !query.from().isBefore(query.to())) {
            parameters.fault("to", "give a time after `from`");
        }
        parameters.check();
        return DatabaseWork.within(
                LIMIT,
                search.page(query, before, rows)
                        .chain(page -> messages.whole(page.hits())
                                .map(hits -> new MessageViews.Messages(
                                        hits.stream()
                                                .map(hit -> MessageViews.Message.of(
                                                        hit.message(), null, null, hit.delivery()))
                                                .toList(),
                                        page.next() == null ? null : Cursor.of(MESSAGES, page.next())))));
    }

    private static String recipient(QueryParameters parameters, String given) {
        if (given == null) {
            return null;
        }
        int at = given.lastIndexOf('@');
        if (at < 1 || at == given.length() - 1) {
            parameters.fault("recipient", "give a whole address, such as ann@mail.example");
            return null;
        }
        String address = text(parameters, "recipient", given, Limits.ADDRESS_OCTETS);
        return address == null ? null : AddressKey.of(address);
    }

    private static String tag(QueryParameters parameters, String given) {
        String tag = text(parameters, "tag", given, TAG_LENGTH);
        if (tag != null && tag.indexOf(':') < 1) {
            parameters.fault("tag", "give the name and the value of a tag, separated by a colon, such as order:1234");
        }
        return tag;
    }

    private static String text(QueryParameters parameters, String name, String given, int most) {
        if (given != null && (given.length() > most || given.indexOf('\0') >= 0)) {
            parameters.fault(name, "give at most %d characters, without U+0000".formatted(most));
            return null;
        }
        return given;
    }

    private static Instant time(QueryParameters parameters, String name, String given) {
        if (given == null) {
            return null;
        }
        // An unencoded plus sign of the offset has been decoded as a space by now.
        Instant time = Timestamps.read(OFFSET.matcher(given).replaceFirst("+$1"))
                .filter(moment -> moment.isAfter(EARLIEST) && moment.isBefore(LATEST))
                .orElse(null);
        if (time == null) {
            parameters.fault(name, Timestamps.WANTED);
        }
        return time;
    }
}
