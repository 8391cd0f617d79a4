package io.postrider.ingest.status;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads messages by their ids. */
@Singleton
class Messages {
    private static final String FIND = """
            select %s from message m left join content c on c.claim_check = m.content where m.id = $1
            """.formatted(StoredMessage.COLUMNS.formatted(StoredMessage.LONGEST_OPENING));
    private static final String LONGER = "select substring(body for %d) from content where claim_check = $1"
            .formatted(StoredMessage.LONGEST_OPENING);

    private final Pool pool;

    Messages(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<StoredMessage>> find(UUID id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(StoredMessage.of(rows.iterator().next())));
    }

    /** Those of a page, with the openings that were too long to be read with it. */
    Uni<List<MessageSearch.Hit>> whole(List<MessageSearch.Hit> page) {
        return Multi.createFrom()
                .iterable(page)
                .onItem()
                .transformToUniAndConcatenate(hit -> hit.message().opening().isPresent()
                        ? Uni.createFrom().item(hit)
                        : opening(hit.message()).map(hit::with))
                .collect()
                .asList();
    }

    private Uni<StoredMessage> opening(StoredMessage message) {
        return pool.preparedQuery(LONGER)
                .execute(Tuple.of(message.claimCheck().getDelegate()))
                .map(rows -> rows.size() == 0
                        ? message
                        : message.withOpening(
                                StoredMessage.opening(rows.iterator().next().getBuffer(0))));
    }
}
