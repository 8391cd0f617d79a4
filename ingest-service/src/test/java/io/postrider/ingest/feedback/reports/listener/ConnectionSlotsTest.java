package io.postrider.ingest.feedback.reports.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.web.ClientAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who gets a place, and who makes room, by a clock of the test. */
class ConnectionSlotsTest {
    private static final ClientAddress MALLORY = new ClientAddress("mallory");
    private static final ClientAddress ANN = new ClientAddress("ann");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    // About to overflow, as System.nanoTime may.
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND);
    private final List<ReportSession> left = new ArrayList<>();
    private final ConnectionSlots places = new ConnectionSlots(4, 3, left::add, now::get);

    private ReportSession visit(ClientAddress client, ReportSession.Stage stage) {
        ReportSession visit = new ReportSession(client, new MeteredSocket(), now::get);
        visit.reached(stage);
        now.addAndGet(SECOND / 100);
        return visit;
    }

    private ReportSession in(ClientAddress client, ReportSession.Stage stage) {
        ReportSession visit = visit(client, stage);
        assertEquals(Optional.empty(), places.take(visit));
        return visit;
    }

    private ReportSession in(String client, ReportSession.Stage stage) {
        return in(new ClientAddress(client), stage);
    }

    @Test
    void aClientHasItsPart() {
        for (int i = 0; i < 3; i++) {
            in(MALLORY, ReportSession.Stage.IDLE);
        }
        assertEquals(
                Optional.of(ConnectionRefusal.CLIENT_CONNECTIONS),
                places.take(visit(MALLORY, ReportSession.Stage.IDLE)));
        assertEquals(List.of(), left);
        in(ANN, ReportSession.Stage.IDLE);
    }

    @Test
    void aPlaceComesBack() {
        ReportSession first = in(MALLORY, ReportSession.Stage.CONTENT);
        in(MALLORY, ReportSession.Stage.CONTENT);
        in(MALLORY, ReportSession.Stage.CONTENT);
        places.leave(first);
        places.leave(first);
        in(MALLORY, ReportSession.Stage.CONTENT);
    }

    @Test
    void theOneIdleForLongestMakesRoomFirst() {
        in("a", ReportSession.Stage.MAIL);
        ReportSession idle = in("b", ReportSession.Stage.IDLE);
        ReportSession younger = in("c", ReportSession.Stage.IDLE);
        in("d", ReportSession.Stage.CONTENT);
        in("e", ReportSession.Stage.CONTENT);
        in("f", ReportSession.Stage.CONTENT);
        assertEquals(List.of(idle, younger), left);
    }

    @Test
    void aConnectionThatWasOfUseIsNoLongerTheOldest() {
        ReportSession useful = in("a", ReportSession.Stage.IDLE);
        ReportSession useless = in("b", ReportSession.Stage.IDLE);
        in("c", ReportSession.Stage.IDLE);
        in("d", ReportSession.Stage.IDLE);
        useful.progressed();
        in("e", ReportSession.Stage.IDLE);
        assertEquals(List.of(useless), left);
    }

    @Test
    void mailsThatDoNotGetOnMakeRoomAfterAWhileThoseNotBegunFirst() {
        ReportSession content = in("a", ReportSession.Stage.CONTENT);
        ReportSession recipient = in("b", ReportSession.Stage.RECIPIENT);
        ReportSession recording = in("c", ReportSession.Stage.RECORDING);
        ReportSession mail = in("d", ReportSession.Stage.MAIL);
        assertEquals(Optional.of(ConnectionRefusal.CONNECTIONS), places.take(visit(ANN, ReportSession.Stage.IDLE)));
        now.addAndGet(ConnectionSlots.PATIENCE.toNanos());
        for (String client : List.of("e", "f", "g")) {
            in(client, ReportSession.Stage.CONTENT);
        }
        assertEquals(List.of(mail, recipient, content), left);
        assertEquals(Optional.of(ConnectionRefusal.CONNECTIONS), places.take(visit(ANN, ReportSession.Stage.IDLE)));
        assertTrue(places.open().contains(recording), "what is written to the books is never broken off");
    }

    @Test
    void theLargestClientMakesRoomForASmallerOne() {
        ReportSession first = in(MALLORY, ReportSession.Stage.CONTENT);
        in(MALLORY, ReportSession.Stage.CONTENT);
        in(MALLORY, ReportSession.Stage.CONTENT);
        in(ANN, ReportSession.Stage.CONTENT);
        in(ANN, ReportSession.Stage.CONTENT);
        assertEquals(List.of(first), left);
        assertEquals(
                Optional.of(ConnectionRefusal.CONNECTIONS),
                places.take(visit(ANN, ReportSession.Stage.CONTENT)),
                "both have two now");
    }

    @Test
    void aProxyThatDoesNotTellItsClientsIsNotOne() {
        for (int i = 0; i < 4; i++) {
            in((ClientAddress) null, ReportSession.Stage.CONTENT);
        }
        assertEquals(Optional.of(ConnectionRefusal.CONNECTIONS), places.take(visit(null, ReportSession.Stage.CONTENT)));
        assertEquals(List.of(), left);
    }

    @Test
    void contentMustComeWithItsRateAfterTheGrace() {
        long grace = ReportSession.RATE_GRACE.toNanos();
        assertFalse(ReportSession.tooSlow(0, grace, 1_024));
        assertTrue(ReportSession.tooSlow(10_239, grace + 1, 1_024));
        assertFalse(ReportSession.tooSlow(10_240, grace + 1, 1_024));
        assertTrue(ReportSession.tooSlow(30_000, 30 * SECOND, 1_024));
        assertFalse(ReportSession.tooSlow(30_720, 30 * SECOND, 1_024));
    }

    @Test
    void onlyContentHasARate() {
        ReportSession visit = in(ANN, ReportSession.Stage.RECIPIENT);
        now.addAndGet(100 * SECOND);
        assertFalse(visit.tooSlow(1_024));
        visit.reached(ReportSession.Stage.CONTENT);
        assertFalse(visit.tooSlow(1_024));
        now.addAndGet(100 * SECOND);
        assertTrue(visit.tooSlow(1_024));
        visit.reached(ReportSession.Stage.RECORDING);
        assertFalse(visit.tooSlow(1_024));
    }
}
