package io.postrider.store.messages;

import io.postrider.store.Retries;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.Iterator;

/** Loads the contents of messages. */
@ApplicationScoped
public class ContentStore {
    private static final String SQL = "select body from content where claim_check = $1";

    private static final String FIND =
            "select octet_length(body), case when octet_length(body) <= $2 then body end from content where claim_check = $1";

    /**
     * A stored content.
     *
     * @param length bytes
     * @param body null if it is longer than requested
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Found(long length, byte[] body) {}

    private final Pool pool;

    @Inject
    public ContentStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * The encoded content under a claim check, or null if it is missing, which means data loss: a content is committed
     * together with the first message that uses it. Waits while PostgreSQL is away.
     */
    public Uni<byte[]> load(String claimCheck) {
        Tuple key = Tuple.of(Buffer.buffer(HexFormat.of().parseHex(claimCheck)));
        return Retries.whileAway(pool.preparedQuery(SQL).execute(key)).map(rows -> {
            Iterator<Row> row = rows.iterator();
            return row.hasNext() ? row.next().getBuffer(0).getBytes() : null;
        });
    }

    /** As {@link #load}, but only the length of a content of more than {@code most} bytes. */
    public Uni<Found> find(String claimCheck, int most) {
        Tuple key = Tuple.of(Buffer.buffer(HexFormat.of().parseHex(claimCheck)), most);
        return Retries.whileAway(pool.preparedQuery(FIND).execute(key)).map(rows -> {
            Iterator<Row> found = rows.iterator();
            if (!found.hasNext()) {
                return null;
            }
            Row row = found.next();
            byte[] body = row.getBuffer(1) == null ? null : row.getBuffer(1).getBytes();
            return new Found(row.getInteger(0), body);
        });
    }
}
