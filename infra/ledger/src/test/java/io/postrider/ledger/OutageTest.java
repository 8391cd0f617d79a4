package io.postrider.ledger;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.VertxException;
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
        assertFalse(Outage.mayPass(new NoStackTraceThrowable(
                "Parameter at position[0] with class = [java.lang.String] and value = [x] can not be coerced")));
        assertFalse(Outage.mayPass(new VertxException(
                "The number of parameters to execute should be consistent with the expected number of parameters")));
    }

    private static PgException refusal(String sqlState) {
        return new PgException("refused", "ERROR", sqlState, null);
    }
}
