package io.postrider.ingest.intake.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.model.Submission;
import io.postrider.mail.Lane;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class StatementErrorTest {
    @Inject
    Accept accept;

    @Test
    void aRequestThatPostgresRefusesFailsAloneAndTheOthersOfItsGroupAreCommitted() {
        String campaign = UUID.randomUUID().toString();
        List<CompletableFuture<Accepted>> good = new ArrayList<>();
        List<CompletableFuture<Accepted>> guilty = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            if (i % 20 == 7) {
                // No text of PostgreSQL's can hold a NUL; the step before lets none through.
                guilty.add(accept(Submissions.of(Lane.STANDARD, 1, campaign + "\0")));
            } else {
                good.add(accept(Submissions.of(Lane.STANDARD, 1, campaign)));
            }
        }
        good.forEach(CompletableFuture::join);
        assertEquals(57, Books.count("select count(*) from message where campaign = ?", campaign));
        for (CompletableFuture<Accepted> one : guilty) {
            Throwable failure = assertThrows(CompletionException.class, one::join);
            assertInstanceOf(PgException.class, failure.getCause());
        }
    }

    private CompletableFuture<Accepted> accept(Submission submission) {
        return accept.accept(submission).subscribeAsCompletionStage();
    }
}
