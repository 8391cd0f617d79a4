package io.postrider.pg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
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

    /** What the watch says once is not said again for each statement; a refusal by a server that is there is. */
    @Test
    void aLostConnectionIsNoLineForEachStatement() {
        for (String state : List.of("08006", "57P01", "57P03", "25006")) {
            assertEquals(Logger.Level.DEBUG, Outage.level(refusal(state)), state);
        }
        assertEquals(Logger.Level.DEBUG, Outage.level(new ConnectException("Connection refused")));
        assertEquals(Logger.Level.WARN, Outage.level(refusal("53100")));
        assertEquals(Logger.Level.WARN, Outage.level(new ConnectionPoolTooBusyException("500 wait")));
        assertEquals(Logger.Level.ERROR, Outage.level(refusal("42501")));
    }

    @Test
    void aTimeoutIsALineUnlessPostgresqlIsKnownToBeAway() {
        assertEquals(Logger.Level.WARN, Outage.level(new TimeoutException()));
        Outage.know(true);
        try {
            assertEquals(Logger.Level.DEBUG, Outage.level(new TimeoutException()));
        } finally {
            Outage.know(false);
        }
    }

    private static PgException refusal(String sqlState) {
        return new PgException("refused", "ERROR", sqlState, null);
    }
}
