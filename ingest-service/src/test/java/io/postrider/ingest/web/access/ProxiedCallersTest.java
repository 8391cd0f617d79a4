package io.postrider.ingest.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.RawCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers behind a proxy: one that is trusted is never limited as one client, and no other proxy's word for an address is taken. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(ProxiedCallersTest.OneProxy.class)
class ProxiedCallersTest {
    private static final String TRUSTED = "127.0.0.2";
    private static final String STRANGER = "127.0.0.3";
    private static final int CLIENT = 5;
    private static final PatternFormatter MESSAGE = new PatternFormatter("%s");

    public static class OneProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "postrider.trusted-proxies", TRUSTED, "postrider.client-connections", Integer.toString(CLIENT));
        }
    }

    @Test
    void aTrustedProxyMayHaveMoreConnectionsThanAClient() {
        assertEquals(4 * CLIENT, answeredAtOnce(TRUSTED, 4 * CLIENT, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "Forwarded: for=198.51.100.%d",
        "X-Forwarded-For: 198.51.100.%d",
        "X-Forwarded-For: 127.0.0.2",
        "Forwarded: for=127.0.0.2"
    })
    void whoIsNoTrustedProxyHasTheShareOfOneClientWhateverItSays(String field) {
        assertEquals(CLIENT, answeredAtOnce(STRANGER, 2 * CLIENT, field + "\r\n"));
    }

    /** Calls that all wait for their bodies at the same time: how many were let in. */
    private static int answeredAtOnce(String from, int calls, String field) {
        // The first call of all makes the service look at connections.
        refusedFrom("127.0.0.1", "X-Other: 1");
        List<RawCall> working = new ArrayList<>();
        int answered = 0;
        try {
            for (int i = 0; i < calls; i++) {
                RawCall call = new RawCall(address(from));
                working.add(call);
                try {
                    call.write("POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + Neighbours.API_KEY + "\r\nContent-Type: application/json\r\n" + field.formatted(i)
                            + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
                } catch (UncheckedIOException refused) {
                    continue;
                }
                if (call.head().startsWith("HTTP/1.1 100 ")) {
                    answered++;
                }
            }
            return answered;
        } finally {
            working.forEach(RawCall::close);
        }
    }

    /** The name of a caller, which its share and the log have. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.2, Forwarded: for=198.51.100.1, 198.51.100.1",
        "127.0.0.2, Forwarded: for=198.51.100.2, 198.51.100.2",
        "127.0.0.2, X-Forwarded-For: 198.51.100.3, 198.51.100.3",
        "127.0.0.2, 'X-Forwarded-For: 203.0.113.9, 198.51.100.4', 198.51.100.4",
        "127.0.0.3, Forwarded: for=198.51.100.5, 127.0.0.3",
        "127.0.0.3, X-Forwarded-For: 198.51.100.6, 127.0.0.3",
    })
    void aCallerIsWhoTheTrustedProxySaysOrWhoIsConnected(String from, String field, String client) {
        String line = refusedFrom(from, field);
        assertTrue(line.contains("client=" + client + " "), line);
    }

    /** The log's line for a call without a key. */
    private static String refusedFrom(String from, String field) {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler reading = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(MESSAGE.format(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger("io.postrider.access");
        log.addHandler(reading);
        try (RawCall call = new RawCall(address(from))) {
            call.write("GET /v1/routes HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\n\r\n");
            assertEquals(401, RawCall.status(call.head()));
        } finally {
            log.removeHandler(reading);
        }
        return String.join("\n", lines);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }
}
