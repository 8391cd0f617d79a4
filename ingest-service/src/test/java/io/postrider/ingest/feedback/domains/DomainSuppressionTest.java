package io.postrider.ingest.feedback.domains;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As the role that the service connects as. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class DomainSuppressionTest {
    @Inject
    DomainSuppression suppression;

    @AfterEach
    void clear() {
        Books.change("delete from suppression");
        Books.change("delete from domain_evidence");
    }

    private static void failed(String domain, String ago) {
        Books.change("insert into domain_evidence (domain, hour, at) select '%s', date_trunc('hour', t, 'UTC'), t from"
                        .formatted(domain)
                + " (select now() - interval '%s' as t) at".formatted(ago));
    }

    @Test
    void domainThatFailedForThreeDaysIsSuppressed() {
        failed("short.example", "30 hours");
        failed("short.example", "20 hours");
        failed("short.example", "1 second");
        failed("gone.example", "73 hours");
        failed("gone.example", "20 hours");
        failed("gone.example", "1 second");
        // It leads from its first beat on.
        Patience.await().until(() -> {
            suppression.weigh().await().atMost(Patience.LIMIT);
            return Books.count("select count(*) from suppression where email = '@gone.example'") > 0;
        });
        assertEquals(0, Books.count("select count(*) from suppression where email = '@short.example'"));
        assertEquals(0, Books.count("select count(*) from domain_evidence where domain = 'gone.example'"));
        assertEquals(3, Books.count("select count(*) from domain_evidence where domain = 'short.example'"));
        assertEquals(
                1,
                Books.count(
                        "select count(*) from suppression where email = '@gone.example' and reason = 'bad_domain'"));
    }
}
