package io.postrider.names;

import static io.postrider.testing.Patience.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With questions that are answered by hand; {@code NameServerTest} of infra/local has a real name server. */
class KnownAddressesTest {
    private static final SocketAddress PLACE = SocketAddress.inetSocketAddress(5432, "database.example");

    private static Vertx vertx;

    private final Deque<Promise<InetAddress>> questions = new ArrayDeque<>();
    private final AtomicLong clock = new AtomicLong();
    private final KnownAddresses addresses = new KnownAddresses(vertx, this::ask, clock::get);

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        result(vertx.close().toCompletionStage());
    }

    private Future<InetAddress> ask(String host) {
        assertEquals(PLACE.host(), host);
        Promise<InetAddress> question = Promise.promise();
        questions.add(question);
        return question.future();
    }

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
    }

    /** What a resolver says when no server has answered. */
    private static UnknownHostException silence() {
        UnknownHostException failure = new UnknownHostException("no answer");
        failure.initCause(new ConnectException("timed out"));
        return failure;
    }

    private void learn(int last) throws UnknownHostException {
        Future<SocketAddress> found = addresses.of(PLACE);
        questions.remove().complete(address(last));
        assertEquals("192.0.2." + last, found.result().hostAddress());
    }

    @Test
    void placeKeepsItsName() throws UnknownHostException {
        learn(1);
        Future<SocketAddress> found = addresses.of(PLACE);
        questions.remove().complete(address(2));
        assertEquals("database.example", found.result().host());
        assertEquals("192.0.2.2", found.result().hostAddress());
        assertEquals(5432, found.result().port());
    }

    @Test
    void addressIsNotAskedFor() {
        SocketAddress place = SocketAddress.inetSocketAddress(25, "192.0.2.1");
        assertSame(place, addresses.of(place).result());
    }

    @Test
    void lastAddressIsUsedWithoutAnAnswer() throws UnknownHostException {
        learn(1);
        Future<SocketAddress> asked = addresses.of(PLACE);
        assertFalse(asked.isComplete());
        assertEquals("192.0.2.1", result(asked.toCompletionStage()).hostAddress());
        // The lookup is still in progress, and no caller waits for it.
        assertEquals("192.0.2.1", addresses.of(PLACE).result().hostAddress());
        assertEquals(1, questions.size());
        questions.remove().fail(silence());
        assertEquals("192.0.2.1", addresses.of(PLACE).result().hostAddress());
        assertEquals(1, questions.size());
        questions.remove().complete(address(2));
        Future<SocketAddress> answered = addresses.of(PLACE);
        assertFalse(answered.isComplete());
        questions.remove().complete(address(3));
        assertEquals("192.0.2.3", answered.result().hostAddress());
    }

    @Test
    void newAnswerIsWaitedForAfterAPause() throws UnknownHostException {
        learn(1);
        Future<SocketAddress> unanswered = addresses.of(PLACE);
        questions.remove().fail(silence());
        assertEquals("192.0.2.1", unanswered.result().hostAddress());
        clock.addAndGet(KnownAddresses.PAUSE.toNanos());
        Future<SocketAddress> asked = addresses.of(PLACE);
        assertFalse(asked.isComplete());
        questions.remove().complete(address(2));
        assertEquals("192.0.2.2", asked.result().hostAddress());
    }

    @Test
    void callersShareAQuestion() throws UnknownHostException {
        Future<SocketAddress> first = addresses.of(PLACE);
        Future<SocketAddress> second = addresses.of(PLACE);
        assertEquals(1, questions.size());
        questions.remove().complete(address(1));
        assertEquals(first.result(), second.result());
    }

    @Test
    void nameThatIsGoneIsForgotten() throws UnknownHostException {
        learn(1);
        Future<SocketAddress> gone = addresses.of(PLACE);
        questions.remove().fail(new UnknownHostException("no such name"));
        assertTrue(gone.failed());
        Future<SocketAddress> unanswered = addresses.of(PLACE);
        questions.remove().fail(silence());
        assertTrue(unanswered.failed());
    }

    @Test
    void addressIsKeptForItsTime() throws UnknownHostException {
        learn(1);
        clock.addAndGet(KnownAddresses.KEPT.toNanos() - 1);
        Future<SocketAddress> kept = addresses.of(PLACE);
        questions.remove().fail(silence());
        assertEquals("192.0.2.1", kept.result().hostAddress());
        clock.addAndGet(1);
        Future<SocketAddress> tooOld = addresses.of(PLACE);
        questions.remove().fail(silence());
        assertThrows(CompletionException.class, () -> result(tooOld.toCompletionStage()));
    }
}
