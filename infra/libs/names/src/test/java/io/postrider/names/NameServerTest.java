package io.postrider.names;

import static io.postrider.testing.Patience.await;
import static io.postrider.testing.Patience.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.neighbours.dns.LocalDns;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is known of a name when its name server answers, is silent, fails, or says that there is nothing. */
class NameServerTest {
    private static final String NAME = "database.example";

    /** Milliseconds that the resolver waits for an answer. */
    private static final int TIMEOUT = 500;

    private LocalDns dns;
    private Vertx vertx;
    private KnownAddresses addresses;

    @BeforeEach
    void start() {
        dns = LocalDns.start().ttl(0).address(NAME, "192.0.2.1");
        vertx = Vertx.vertx(new VertxOptions()
                .setAddressResolverOptions(
                        new AddressResolverOptions().addServer(dns.server()).setQueryTimeout(TIMEOUT)));
        addresses = new KnownAddresses(vertx);
    }

    @AfterEach
    void stop() {
        result(vertx.close().toCompletionStage());
        dns.close();
    }

    private String address() {
        return result(addresses.of(SocketAddress.inetSocketAddress(5432, NAME)).toCompletionStage())
                .hostAddress();
    }

    private void assertUnknown() {
        CompletionException failure = assertThrows(CompletionException.class, this::address);
        assertInstanceOf(UnknownHostException.class, failure.getCause());
    }

    @Test
    void lastAddressIsUsedWhileItIsSilent() {
        assertEquals("192.0.2.1", address());
        dns.silent();
        assertEquals("192.0.2.1", address());
        assertEquals("192.0.2.1", address());
        dns.forget(NAME).address(NAME, "192.0.2.2").answering();
        await("the new address").until(this::address, "192.0.2.2"::equals);
    }

    @Test
    void lastAddressIsUsedWhileItFails() {
        assertEquals("192.0.2.1", address());
        dns.failing(NAME);
        assertEquals("192.0.2.1", address());
    }

    @Test
    void nameThatIsGoneIsForgotten() {
        assertEquals("192.0.2.1", address());
        dns.forget(NAME);
        assertUnknown();
        dns.silent();
        assertUnknown();
    }

    @Test
    void nameWithoutAddressIsForgotten() {
        assertEquals("192.0.2.1", address());
        dns.forget(NAME).mx(NAME, 10, "mail.example");
        assertUnknown();
        dns.silent();
        assertUnknown();
    }

    @Test
    void nameThatWasNeverFoundIsUnknown() {
        dns.silent();
        assertUnknown();
    }
}
