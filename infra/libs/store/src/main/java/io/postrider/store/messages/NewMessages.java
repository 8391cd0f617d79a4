package io.postrider.store.messages;

import io.postrider.mail.MessageHead;
import io.postrider.store.Account;
import io.postrider.store.outbox.OutboxBatch;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes all rows of several submissions with one statement (its parameters are columns), in one round trip and one
 * commit.
 */
public final class NewMessages {
    // What is used again is marked first and inserted then: if it is being deleted meanwhile, one of both waits for
    // that.
    private static final String CONTENTS = """
            with used as (
                update content set used_at = now()
                where claim_check = any($1::bytea[]) and used_at < now() - interval '1 day' returning 1
            ), contents as (
                insert into content (claim_check, body)
                select * from unnest($1::bytea[], $2::bytea[]) where (select count(*) from used) >= 0
                on conflict (claim_check) do nothing
            ), messages as (
                insert into message (id, content, from_email, lane, priority, recipients, campaign, tags, accepted_at,
                                     send_at, expires_at, content_kept)
                select id, content, from_email, lane, priority, recipients, campaign, tags::jsonb, accepted_at, send_at,
                       expires_at, content_kept
                from unnest($3::uuid[], $4::bytea[], $5::text[], $6::smallint[], $7::smallint[], $8::int[], $9::text[],
                            $10::text[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $25::smallint[])
                    as g(id, content, from_email, lane, priority, recipients, campaign, tags, accepted_at, send_at,
                         expires_at, content_kept)
            ), deliveries as (
                insert into delivery (message_id, ordinal, email, updated_at)
                select * from unnest($14::uuid[], $15::int[], $16::text[], $17::timestamptz[])
            )
            """;
    private static final String TAGS = """
            , searched_by as (
                insert into message_tag (tag, message_id)
                select hashtextextended(t.key || ':' || t.value, %d), g.id
                from unnest($3::uuid[], $10::text[]) as g(id, tags), jsonb_each_text(g.tags::jsonb) t
                on conflict do nothing
            )
            """.formatted(Account.DEFAULT);
    private static final String BATCHES = """
            insert into outbox_batch (id, message_id, lane, priority, recipients, due_at, body, content_kept)
            select * from unnest($18::uuid[], $19::uuid[], $20::smallint[], $21::smallint[], $22::int[], $23::timestamptz[],
                                 $24::bytea[], $26::smallint[])
            """;

    private NewMessages() {}

    /**
     * Adds messages with their contents, deliveries and tags, and their batches to the outbox.
     *
     * @param client the pool, or a connection whose transaction includes the rows
     * @param messages at least one
     */
    public static Uni<Void> insert(SqlClient client, List<NewMessage> messages, List<OutboxBatch> batches) {
        return client.preparedQuery(sql(messages))
                .execute(columns(messages, batches))
                .replaceWithVoid();
    }

    /** The part for tags takes PostgreSQL time even if there are none. */
    private static String sql(List<NewMessage> messages) {
        boolean tagged = messages.stream().anyMatch(message -> message.tags() != null);
        return CONTENTS + (tagged ? TAGS : "") + BATCHES;
    }

    private static Tuple columns(List<NewMessage> messages, List<OutboxBatch> batches) {
        List<Object> columns = new ArrayList<>(26);
        addContents(messages, columns);
        addMessages(messages, columns);
        addDeliveries(messages, columns);
        columns.addAll(OutboxBatch.columns(batches));
        addKept(messages, batches, columns);
        return Tuple.from(columns);
    }

    private static void addContents(List<NewMessage> messages, List<Object> columns) {
        // Sorted, so that two transactions that store the same contents lock them in the same order.
        Map<String, byte[]> contents = new TreeMap<>();
        messages.forEach(message -> contents.put(message.head().content(), message.content()));
        columns.add(contents.keySet().stream().map(NewMessages::claimCheck).toArray(Buffer[]::new));
        columns.add(contents.values().stream().map(Buffer::buffer).toArray(Buffer[]::new));
    }

    private static Buffer claimCheck(String hex) {
        return Buffer.buffer(HexFormat.of().parseHex(hex));
    }

    private static void addMessages(List<NewMessage> messages, List<Object> columns) {
        int size = messages.size();
        UUID[] ids = new UUID[size];
        Buffer[] contents = new Buffer[size];
        String[] froms = new String[size];
        Short[] lanes = new Short[size];
        Short[] priorities = new Short[size];
        Integer[] recipients = new Integer[size];
        String[] campaigns = new String[size];
        String[] tags = new String[size];
        OffsetDateTime[] acceptedAts = new OffsetDateTime[size];
        OffsetDateTime[] sendAts = new OffsetDateTime[size];
        OffsetDateTime[] expiresAts = new OffsetDateTime[size];
        for (int i = 0; i < size; i++) {
            NewMessage message = messages.get(i);
            MessageHead head = message.head();
            ids[i] = head.id();
            contents[i] = claimCheck(head.content());
            froms[i] = head.from();
            lanes[i] = (short) head.lane().ordinal();
            priorities[i] = (short) head.priority();
            recipients[i] = message.recipients().size();
            campaigns[i] = message.campaign();
            tags[i] = message.tags();
            acceptedAts[i] = time(head.acceptedAt());
            sendAts[i] = time(message.sendAt());
            expiresAts[i] = time(head.expiresAt());
        }
        columns.addAll(List.of(
                ids,
                contents,
                froms,
                lanes,
                priorities,
                recipients,
                campaigns,
                tags,
                acceptedAts,
                sendAts,
                expiresAts));
    }

    private static void addDeliveries(List<NewMessage> messages, List<Object> columns) {
        int size = messages.stream()
                .mapToInt(message -> message.recipients().size())
                .sum();
        UUID[] ids = new UUID[size];
        Integer[] ordinals = new Integer[size];
        String[] emails = new String[size];
        OffsetDateTime[] updatedAts = new OffsetDateTime[size];
        int row = 0;
        for (NewMessage message : messages) {
            OffsetDateTime acceptedAt = time(message.head().acceptedAt());
            for (int i = 0; i < message.recipients().size(); i++, row++) {
                ids[row] = message.head().id();
                ordinals[row] = message.recipients().get(i).ordinal();
                emails[row] = message.recipients().get(i).email();
                updatedAts[row] = acceptedAt;
            }
        }
        columns.addAll(List.of(ids, ordinals, emails, updatedAts));
    }

    /** How long contents and variables are kept. */
    private static void addKept(List<NewMessage> messages, List<OutboxBatch> batches, List<Object> columns) {
        Set<UUID> untilFinal = messages.stream()
                .filter(NewMessage::untilFinal)
                .map(message -> message.head().id())
                .collect(Collectors.toSet());
        columns.add(messages.stream()
                .map(message -> (short) (message.untilFinal() ? 1 : 0))
                .toArray(Short[]::new));
        columns.add(batches.stream()
                .map(batch -> (short) (untilFinal.contains(batch.message()) ? 1 : 0))
                .toArray(Short[]::new));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
