package io.postrider.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.Iterator;

/** Loads what messages say. */
@ApplicationScoped
public class ContentStore {
    private static final String SQL = "select body from content where claim_check = $1";

    private final Pool pool;

    @Inject
    public ContentStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * The encoded content under a claim check, or null if there is none, which is a loss: a content is committed together
     * with the first message that has it. Waits while PostgreSQL is away.
     */
    public Uni<byte[]> load(String claimCheck) {
        Tuple key = Tuple.of(Buffer.buffer(HexFormat.of().parseHex(claimCheck)));
        return Ledger.outlasting(pool.preparedQuery(SQL).execute(key)).map(rows -> {
            Iterator<Row> row = rows.iterator();
            return row.hasNext() ? row.next().getBuffer(0).getBytes() : null;
        });
    }
}
