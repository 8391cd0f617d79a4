package io.postrider.ingest.feedback.reports.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.web.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who gets a place, and who makes room, by a clock of the test. */
class PlacesTest {
    private static final Client MALLORY = new Client("mallory");
    private static final Client ANN = new Client("ann");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    // About to overflow, as System.nanoTime may.
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND);
    private final List<Visit> left = new ArrayList<>();
    private final Places places = new Places(4, 3, left::add, now::get);

    private Visit visit(Client client, Visit.Stage stage) {
        Visit visit = new Visit(client, new MeteredSocket(), now::get);
        visit.reached(stage);
        now.addAndGet(SECOND / 100);
        return visit;
    }

    private Visit in(Client client, Visit.Stage stage) {
        Visit visit = visit(client, stage);
        assertEquals(Optional.empty(), places.take(visit));
        return visit;
    }

    private Visit in(String client, Visit.Stage stage) {
        return in(new Client(client), stage);
    }

    @Test
    void aClientHasItsPart() {
        for (int i = 0; i < 3; i++) {
            in(MALLORY, Visit.Stage.IDLE);
        }
        assertEquals(Optional.of(Refusal.CLIENT_CONNECTIONS), places.take(visit(MALLORY, Visit.Stage.IDLE)));
        assertEquals(List.of(), left);
        in(ANN, Visit.Stage.IDLE);
    }

    @Test
    void aPlaceComesBack() {
        Visit first = in(MALLORY, Visit.Stage.CONTENT);
        in(MALLORY, Visit.Stage.CONTENT);
        in(MALLORY, Visit.Stage.CONTENT);
        places.leave(first);
        places.leave(first);
        in(MALLORY, Visit.Stage.CONTENT);
    }

    @Test
    void theOneIdleForLongestMakesRoomFirst() {
        in("a", Visit.Stage.MAIL);
        Visit idle = in("b", Visit.Stage.IDLE);
        Visit younger = in("c", Visit.Stage.IDLE);
        in("d", Visit.Stage.CONTENT);
        in("e", Visit.Stage.CONTENT);
        in("f", Visit.Stage.CONTENT);
        assertEquals(List.of(idle, younger), left);
    }

    @Test
    void aConnectionThatWasOfUseIsNoLongerTheOldest() {
        Visit useful = in("a", Visit.Stage.IDLE);
        Visit useless = in("b", Visit.Stage.IDLE);
        in("c", Visit.Stage.IDLE);
        in("d", Visit.Stage.IDLE);
        useful.progressed();
        in("e", Visit.Stage.IDLE);
        assertEquals(List.of(useless), left);
    }

    @Test
    void mailsThatDoNotGetOnMakeRoomAfterAWhileThoseNotBegunFirst() {
        Visit content = in("a", Visit.Stage.CONTENT);
        Visit recipient = in("b", Visit.Stage.RECIPIENT);
        Visit recording = in("c", Visit.Stage.RECORDING);
        Visit mail = in("d", Visit.Stage.MAIL);
        assertEquals(Optional.of(Refusal.CONNECTIONS), places.take(visit(ANN, Visit.Stage.IDLE)));
        now.addAndGet(Places.PATIENCE.toNanos());
        for (String client : List.of("e", "f", "g")) {
            in(client, Visit.Stage.CONTENT);
        }
        assertEquals(List.of(mail, recipient, content), left);
        assertEquals(Optional.of(Refusal.CONNECTIONS), places.take(visit(ANN, Visit.Stage.IDLE)));
        assertTrue(places.open().contains(recording), "what is written to the books is never broken off");
    }

    @Test
    void theLargestClientMakesRoomForASmallerOne() {
        Visit first = in(MALLORY, Visit.Stage.CONTENT);
        in(MALLORY, Visit.Stage.CONTENT);
        in(MALLORY, Visit.Stage.CONTENT);
        in(ANN, Visit.Stage.CONTENT);
        in(ANN, Visit.Stage.CONTENT);
        assertEquals(List.of(first), left);
        assertEquals(
                Optional.of(Refusal.CONNECTIONS), places.take(visit(ANN, Visit.Stage.CONTENT)), "both have two now");
    }

    @Test
    void aProxyThatDoesNotTellItsClientsIsNotOne() {
        for (int i = 0; i < 4; i++) {
            in((Client) null, Visit.Stage.CONTENT);
        }
        assertEquals(Optional.of(Refusal.CONNECTIONS), places.take(visit(null, Visit.Stage.CONTENT)));
        assertEquals(List.of(), left);
    }

    @Test
    void contentMustComeWithItsRateAfterTheGrace() {
        long grace = Visit.RATE_GRACE.toNanos();
        assertFalse(Visit.tooSlow(0, grace, 1_024));
        assertTrue(Visit.tooSlow(10_239, grace + 1, 1_024));
        assertFalse(Visit.tooSlow(10_240, grace + 1, 1_024));
        assertTrue(Visit.tooSlow(30_000, 30 * SECOND, 1_024));
        assertFalse(Visit.tooSlow(30_720, 30 * SECOND, 1_024));
    }

    @Test
    void onlyContentHasARate() {
        Visit visit = in(ANN, Visit.Stage.RECIPIENT);
        now.addAndGet(100 * SECOND);
        assertFalse(visit.tooSlow(1_024));
        visit.reached(Visit.Stage.CONTENT);
        assertFalse(visit.tooSlow(1_024));
        now.addAndGet(100 * SECOND);
        assertTrue(visit.tooSlow(1_024));
        visit.reached(Visit.Stage.RECORDING);
        assertFalse(visit.tooSlow(1_024));
    }
}
