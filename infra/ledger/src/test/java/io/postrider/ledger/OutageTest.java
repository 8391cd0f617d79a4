package io.postrider.ledger;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OutageTest {

    @Test
    void aConnectionThatWasClosedUnderTheStatementMayPass() {
        assertTrue(Outage.mayPass(new NoStackTraceThrowable("Connection is not active now, current status: CLOSED")));
        assertTrue(Outage.mayPass(new IOException("Connection reset by peer")));
        assertTrue(Outage.mayPass(refusal("57P01")));
    }

    @Test
    void aWrongStatementDoesNot() {
        assertFalse(Outage.mayPass(refusal("42P01")));
        assertFalse(Outage.mayPass(new IllegalStateException("a bug")));
    }

    private static PgException refusal(String sqlState) {
        return new PgException("refused", "ERROR", sqlState, null);
    }
}
