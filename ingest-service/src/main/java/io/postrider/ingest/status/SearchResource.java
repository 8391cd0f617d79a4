package io.postrider.ingest.status;

import io.postrider.contract.AddressKey;
import io.postrider.contract.Limits;
import io.postrider.ingest.Cursor;
import io.postrider.ingest.IngestSettings;
import io.postrider.ingest.PageSize;
import io.postrider.ingest.Problem;
import io.postrider.ingest.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.UUID;

/** Which messages there are: of a recipient, a campaign, a tag or a time. */
@Singleton
@Path("/v1/messages")
@RolesAllowed(Scope.READ)
@Produces(MediaType.APPLICATION_JSON)
public class SearchResource {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final char MESSAGES = 'm';

    /** Of a name and a value, and the colon between them. */
    private static final int TAG_LENGTH = 513;

    private static final int CAMPAIGN_LENGTH = 128;

    /** Ids have milliseconds since 1970, and years have four digits. */
    private static final Instant EARLIEST = Instant.parse("1971-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9998-01-01T00:00:00Z");

    private final MessageSearch search;
    private final Messages messages;
    private final int mostRows;

    SearchResource(MessageSearch search, Messages messages, IngestSettings settings) {
        this.search = search;
        this.messages = messages;
        this.mostRows = settings.status().page();
    }

    @GET
    public Uni<Views.Messages> messages(
            @QueryParam("recipient") String recipient,
            @QueryParam("campaign") String campaign,
            @QueryParam("tag") String tag,
            @QueryParam("state") String state,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") String limit) {
        int rows = PageSize.of(limit, mostRows);
        UUID before = Cursor.position(MESSAGES, cursor, null);
        if (state != null && recipient == null) {
            throw Problem.invalid("state: give a recipient, too; it is the state of the delivery to them.")
                    .refusal();
        }
        MessageSearch.Query query = new MessageSearch.Query(
                recipient(recipient),
                text("campaign", campaign, CAMPAIGN_LENGTH),
                tag(tag),
                StatusResource.state(state),
                time("from", from),
                time("to", to));
        if (query.from() != null && query.to() != null && !query.from().isBefore(query.to())) {
            throw Problem.invalid("to: give a time after that in from.").refusal();
        }
        return search.page(query, before, rows)
                .chain(page -> messages.whole(page.hits())
                        .map(hits -> new Views.Messages(
                                hits.stream()
                                        .map(hit -> Views.Message.of(hit.message(), null, null, hit.delivery()))
                                        .toList(),
                                page.next() == null ? null : Cursor.of(MESSAGES, page.next()))))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .transform(Problem::ofFailure);
    }

    private static String recipient(String given) {
        if (given == null) {
            return null;
        }
        int at = given.lastIndexOf('@');
        if (at < 1 || at == given.length() - 1) {
            throw Problem.invalid("recipient: give a whole address, such as ann@mail.example.")
                    .refusal();
        }
        return AddressKey.of(text("recipient", given, Limits.ADDRESS_OCTETS));
    }

    private static String tag(String given) {
        String tag = text("tag", given, TAG_LENGTH);
        if (tag != null && tag.indexOf(':') < 1) {
            throw Problem.invalid("tag: give its name and its value with a colon between them, such as order:1234.")
                    .refusal();
        }
        return tag;
    }

    private static String text(String name, String given, int most) {
        if (given != null && (given.length() > most || given.indexOf('\0') >= 0)) {
            throw Problem.invalid("%s: give at most %d characters, and none that is U+0000.".formatted(name, most))
                    .refusal();
        }
        return given;
    }

    private static Instant time(String name, String given) {
        if (given == null) {
            return null;
        }
        try {
            // A plus that was not encoded is a space by now.
            Instant time = OffsetDateTime.parse(given.replace(' ', '+')).toInstant();
            if (time.isAfter(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // The refusal below says it.
        }
        throw Problem.invalid("%s: give a time such as 2030-12-01T09:00:00Z.".formatted(name))
                .refusal();
    }
}
