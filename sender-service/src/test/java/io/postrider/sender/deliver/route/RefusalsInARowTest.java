package io.postrider.sender.deliver.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.replies.DialogueStage;
import io.postrider.routing.MxRoute;
import io.postrider.routing.Route;
import io.postrider.routing.RouteOptions;
import io.postrider.routing.Shaping;
import io.postrider.routing.SmtpRoute;
import io.postrider.sender.deliver.route.Transports.Entry;
import io.postrider.sender.model.Attempt;
import io.postrider.sender.model.Envelope;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Reply;
import io.postrider.sender.model.SenderAndSite;
import io.postrider.store.routes.Hold;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefusalsInARowTest {
    private static final SenderAndSite SHOP = new SenderAndSite("shop.example", "gmail");
    private static final SenderAndSite OTHER = new SenderAndSite("other.example", "yahoo");
    private static final Hold ROUTE = Hold.ofRoute("way");
    private static final Reply DENIED = new Reply(554, "5.7.1", "Relay access denied");
    private static final Reply LISTED =
            new Reply(550, "5.7.1", "Client host [203.0.113.7] blocked using zen.spamhaus.org");
    private static final RouteOptions OPTIONS =
            new RouteOptions("way", 1, Route.Match.EVERYTHING, new Shaping(1, 0, null, null), false, false);

    private final Set<Hold> held = new HashSet<>();
    private final List<String> reasons = new ArrayList<>();
    private final RefusalsInARow refusals = new RefusalsInARow(3, held::contains, this::record);
    private final Entry relay = entry(new SmtpRoute(OPTIONS, "relay.example", 25, Route.Tls.NONE, null));
    private final Entry direct = entry(new MxRoute(OPTIONS, 25, Route.Tls.NONE));

    private Uni<Void> record(Hold hold, String reason) {
        held.add(hold);
        reasons.add(reason);
        return Uni.createFrom().voidItem();
    }

    private static Entry entry(Route route) {
        return new Entry(route, null, null);
    }

    private Attempt heard(Entry entry, SenderAndSite passage, Handover handover) {
        Envelope envelope = new Envelope("bounces@shop.example", "ann@example.com");
        return refusals.heard(
                entry,
                passage,
                entry.route().smartHost()
                        ? Attempt.atSmartHost("way", handover, envelope, passage.fromDomain())
                        : Attempt.atMailServer("way", handover, envelope, passage.fromDomain()));
    }

    private Attempt refused(Entry entry, SenderAndSite passage, Reply reply) {
        return heard(entry, passage, new Handover.Refused(reply, DialogueStage.RCPT));
    }

    private void taken(Entry entry, SenderAndSite passage) {
        heard(entry, passage, new Handover.Accepted(new Reply(250, null, "ok")));
    }

    @Test
    void aSmartHostIsSuspendedWhoeverSends() {
        refused(relay, SHOP, DENIED);
        refused(relay, OTHER, new Reply(550, "5.4.5", "Daily user sending limit exceeded"));
        assertEquals(Set.of(), held);
        refused(relay, SHOP, DENIED);
        assertEquals(Set.of(ROUTE), held);
        assertEquals(List.of("3 refusals in a row, the last one: 554 5.7.1 Relay access denied"), reasons);
    }

    @Test
    void aMailThatIsTakenEndsTheRow() {
        refused(relay, SHOP, DENIED);
        refused(relay, SHOP, DENIED);
        taken(relay, OTHER);
        refused(relay, SHOP, DENIED);
        refused(relay, SHOP, DENIED);
        assertEquals(Set.of(), held);
    }

    @Test
    void mailOfOthersDoesNotEndTheRowOfASender() {
        Reply sender = new Reply(553, null, "From address not verified");
        for (int n = 0; n < 3; n++) {
            refused(relay, SHOP, sender);
            taken(relay, OTHER);
        }
        assertEquals(Set.of(new Hold("way", "shop.example", null)), held);
    }

    @Test
    void oneRefusedLoginCountsOnceForAllLettersThatWaitedForIt() {
        for (int login = 0; login < 3; login++) {
            assertEquals(Set.of(), held);
            Handover answer = new Handover.Unreachable("login", new Reply(535, "5.7.8", "bad password"));
            for (int letter = 0; letter < 10; letter++) {
                heard(relay, SHOP, answer);
            }
        }
        assertEquals(Set.of(ROUTE), held);
        assertEquals(1, reasons.size());
    }

    @Test
    void whatMayPassByItselfSuspendsNothing() {
        for (int n = 0; n < 9; n++) {
            refused(relay, SHOP, new Reply(454, "4.7.1", "Relay access denied"));
            refused(relay, SHOP, new Reply(550, "5.1.1", "no such user"));
            heard(relay, SHOP, new Handover.Unreachable("turned away", new Reply(554, null, "No SMTP service here")));
            heard(relay, SHOP, new Handover.Unreachable("no connection", null));
            refused(direct, SHOP, DENIED);
            refused(direct, SHOP, new Reply(521, null, "Client host: takes no mail"));
        }
        assertEquals(Set.of(), held);
    }

    @Test
    void aSitesRefusalIsWithheldFromTheOneOnThatCompletesTheRow() {
        assertFalse(refused(direct, SHOP, LISTED).ofRoute());
        assertFalse(refused(direct, SHOP, LISTED).ofRoute());
        assertFalse(refused(direct, OTHER, LISTED).ofRoute());
        assertTrue(refused(direct, SHOP, LISTED).ofRoute());
        assertTrue(refused(direct, SHOP, LISTED).ofRoute());
        assertEquals(Set.of(new Hold("way", null, "gmail")), held);
        assertEquals(1, reasons.size());
    }

    @Test
    void afterItIsResumedTheRowBeginsAtNothing() {
        for (int n = 0; n < 4; n++) {
            refused(direct, SHOP, LISTED);
        }
        held.clear();
        assertFalse(refused(direct, SHOP, LISTED).ofRoute());
        assertFalse(refused(direct, SHOP, LISTED).ofRoute());
        assertEquals(Set.of(), held);
        assertTrue(refused(direct, SHOP, LISTED).ofRoute());
        assertEquals(1, held.size());
    }

    @Test
    void aSitesRefusalsMustBeAlike() {
        Reply rate = new Reply(550, "5.7.1", "Ip frequency limited");
        for (int n = 0; n < 4; n++) {
            refused(direct, SHOP, LISTED);
            refused(direct, SHOP, rate);
        }
        assertEquals(Set.of(), held);
    }

    @Test
    void aSendersReputationIsHeldForThisSenderOnly() {
        Reply sender = new Reply(554, "5.7.1", "sender domain shop.example is listed in dbl.spamhaus.org");
        for (int n = 0; n < 3; n++) {
            refused(direct, SHOP, sender);
        }
        assertEquals(Set.of(new Hold("way", "shop.example", "gmail")), held);
    }

    @Test
    void soManyAreCountedAndNoMore() {
        refused(direct, SHOP, LISTED);
        refused(direct, SHOP, LISTED);
        for (int n = 1; n < RefusalsInARow.MOST_COUNTED; n++) {
            refused(direct, new SenderAndSite("shop.example", n + ".example"), LISTED);
        }
        assertFalse(refused(direct, SHOP, LISTED).ofRoute(), "the count began at nothing");
        assertEquals(Set.of(), held);
    }
}
