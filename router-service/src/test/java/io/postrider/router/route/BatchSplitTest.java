package io.postrider.router.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.mail.Recipient;
import io.postrider.router.Samples;
import io.postrider.routing.Route;
import io.postrider.routing.RouteOptions;
import io.postrider.routing.Shaping;
import io.postrider.routing.Site;
import io.postrider.routing.Sites;
import io.postrider.routing.SitesFile;
import io.postrider.routing.SmtpRoute;
import io.postrider.routing.TestRoute;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchSplitTest {
    private static final Sites SITES = SitesFile.shipped();

    private static Route route(String name, int weight, Route.Match match) {
        Shaping shaping = new Shaping(10, 0, null, null);
        return relay(new RouteOptions(name, weight, match, shaping, false, false));
    }

    private static Route relay(RouteOptions options) {
        return new SmtpRoute(options, "relay.example", 25, Route.Tls.NONE, null);
    }

    private static Route route(String name, int weight) {
        return route(name, weight, Route.Match.EVERYTHING);
    }

    private static Route forDomain(String name, String domain) {
        return route(name, 1, new Route.Match(Set.of(), Set.of(domain), Set.of()));
    }

    private static List<Batch> plan(Batch batch, Route... routes) {
        return BatchSplit.of(
                batch,
                batch.recipients(),
                List.of(routes),
                (route, fromDomain, site) -> route.suspended(),
                BatchSplitTest::site,
                new WeightedOrder()::next);
    }

    private static String site(String domain) {
        return SITES.ofDomain(domain).map(Site::name).orElse(null);
    }

    @Test
    void manySmallDomainsShareOneBatch() {
        Batch batch = Samples.batch("a@one.example", "b@two.example", "c@three.example");
        List<Batch> planned = plan(batch, route("relay", 1));
        assertEquals(1, planned.size());
        assertEquals(List.of("relay"), planned.get(0).routes());
        assertEquals(batch.recipients(), planned.get(0).recipients());
    }

    @Test
    void largeProvidersGetABatchOfTheirOwn() {
        List<Batch> planned = plan(
                Samples.batch("a@gmail.com", "b@one.example", "c@googlemail.com", "d@hotmail.com"), route("relay", 1));
        Map<String, Integer> sizes = new HashMap<>();
        planned.forEach(batch -> sizes.put(batch.site(), batch.recipients().size()));
        assertEquals(2, sizes.get("gmail"));
        assertEquals(1, sizes.get("microsoft"));
        assertEquals(1, sizes.get(null));
    }

    @Test
    void testAddressesGoByTheirOwnRouteAlone() {
        List<Batch> planned = plan(
                Samples.batch("a@one.example", "bounced@test.postrider.invalid"), route("relay", 1), TestRoute.ONLY);
        assertEquals(2, planned.size());
        assertEquals(List.of("relay"), planned.get(0).routes());
        assertEquals(List.of("test.postrider.invalid"), planned.get(1).routes());
    }

    @Test
    void recipientsAreSplitByTheRoutesThatTakeThem() {
        List<Batch> planned = plan(
                Samples.batch("a@one.example", "b@two.example"), forDomain("first", "one.example"), route("rest", 1));
        assertEquals(2, planned.size());
        assertTrue(planned.get(0).routes().containsAll(List.of("first", "rest")));
        assertEquals(List.of("rest"), planned.get(1).routes());
    }

    @Test
    void whomNoRouteTakesComesOutWithoutRoute() {
        List<Batch> planned = plan(Samples.batch("a@one.example", "b@two.example"), forDomain("first", "one.example"));
        assertEquals(List.of(), planned.get(1).routes());
        assertEquals("b@two.example", planned.get(1).recipients().get(0).email());
    }

    @Test
    void lanesAndSenderDomainsAreMatched() {
        Route bulkOnly = route("bulk", 1, new Route.Match(Set.of("shop.example"), Set.of(), Set.of(Lane.BULK)));
        assertEquals(
                List.of("bulk"),
                plan(Samples.batch("a@x.example"), bulkOnly).get(0).routes());
        Batch reset = Samples.batch(java.util.UUID.randomUUID(), Lane.TRANSACTIONAL, "a@x.example");
        assertEquals(List.of(), plan(reset, bulkOnly).get(0).routes());
    }

    @Test
    void theSameBatchTwiceGivesTheSameIds() {
        Batch batch = Samples.batch("a@gmail.com", "b@one.example");
        List<Batch> once = plan(batch, route("a", 1), route("b", 1));
        List<Batch> twice = plan(batch, route("a", 1), route("b", 1));
        assertEquals(
                once.stream().map(Batch::id).toList(),
                twice.stream().map(Batch::id).toList());
    }

    @Test
    void aSuspendedRouteIsChosenOnlyIfThereIsNoOther() {
        Route off =
                relay(new RouteOptions("off", 9, Route.Match.EVERYTHING, new Shaping(10, 0, null, null), false, true));
        Batch batch = Samples.batch("a@one.example");
        assertEquals(List.of("on"), plan(batch, off, route("on", 1)).get(0).routes());
        assertEquals(List.of("off"), plan(batch, off).get(0).routes());
    }

    @Test
    void aBatchThatStoodInLineGoesTheWayItStoodFor() {
        Instant turn = Instant.ofEpochSecond(60);
        Batch decided =
                plan(Samples.batch("a@gmail.com"), route("a", 1), route("b", 1)).get(0);
        Batch returned = decided.inLine(turn, decided.recipients());
        for (int i = 0; i < 3; i++) {
            Batch again = plan(returned, route("a", 1), route("b", 1)).get(0);
            assertEquals(decided.routes(), again.routes());
            assertEquals(turn, again.turn());
        }
        Batch elsewhere = plan(returned, route("c", 1)).get(0);
        assertEquals(List.of("c"), elsewhere.routes());
        assertNull(elsewhere.turn());
    }

    @Test
    void nobodyIsLostOrDoubled() {
        Batch batch = Samples.batch("a@gmail.com", "b@one.example", "c@yahoo.com", "d@one.example", "e@aol.com");
        List<Recipient> after = plan(batch, forDomain("x", "aol.com"), route("a", 2)).stream()
                .flatMap(planned -> planned.recipients().stream())
                .sorted((a, b) -> a.ordinal() - b.ordinal())
                .toList();
        assertEquals(batch.recipients(), after);
    }

    @Test
    void weightsHoldOverManyBatches() {
        WeightedOrder order = new WeightedOrder();
        List<Route> routes = List.of(route("a", 7), route("b", 3), route("spare", 0));
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            List<String> names = order.next(routes);
            assertEquals(Set.of("a", "b", "spare"), Set.copyOf(names));
            assertEquals("spare", names.get(2));
            first.merge(names.get(0), 1, Integer::sum);
        }
        assertEquals(Map.of("a", 700, "b", 300), first);
    }

    @Test
    void routeOfNoWeightIsUsedWhenThereIsNoOther() {
        assertEquals(List.of("spare"), new WeightedOrder().next(List.of(route("spare", 0))));
    }

    @Test
    void aRouteThatIsHeldForOneSenderOrSiteIsLeftOutForItOnly() {
        Batch batch = Samples.batch("a@gmail.com", "b@one.example");
        String from = batch.message().from();
        List<Route> routes = List.of(route("direct", 0), route("relay", 1));
        Map<String, List<String>> taken = new HashMap<>();
        for (String held : List.of("gmail", "one.example", from.substring(from.indexOf('@') + 1))) {
            List<Batch> planned = BatchSplit.of(
                    batch,
                    batch.recipients(),
                    routes,
                    (route, fromDomain, site) ->
                            route.name().equals("relay") && (site.equals(held) || fromDomain.equals(held)),
                    BatchSplitTest::site,
                    new WeightedOrder()::next);
            planned.forEach(
                    one -> taken.put(held + " " + one.recipients().get(0).email(), one.routes()));
        }
        assertEquals(
                Map.of(
                        "gmail a@gmail.com", List.of("direct"),
                        "gmail b@one.example", List.of("relay", "direct"),
                        "one.example a@gmail.com", List.of("relay", "direct"),
                        "one.example b@one.example", List.of("direct"),
                        "shop.example a@gmail.com", List.of("direct"),
                        "shop.example b@one.example", List.of("direct")),
                taken);
    }

    @Test
    void whenFewerAreLeftToGoTheirBatchesAreTheSameOnes() {
        Batch batch = Samples.batch("a@gmail.com", "b@one.example", "c@gmail.com", "d@two.example");
        List<Batch> first = plan(batch, route("relay", 1));
        List<Batch> again = BatchSplit.of(
                batch,
                batch.recipients().subList(2, 3),
                List.of(route("relay", 1)),
                (route, fromDomain, site) -> route.suspended(),
                BatchSplitTest::site,
                new WeightedOrder()::next);
        assertEquals(1, again.size());
        assertEquals("gmail", again.get(0).site());
        assertEquals(batch.recipients().subList(2, 3), again.get(0).recipients());
        Batch gmail = first.stream()
                .filter(one -> "gmail".equals(one.site()))
                .findFirst()
                .orElseThrow();
        assertEquals(gmail.id(), again.get(0).id());
    }

    @Test
    void whenOthersShareTheWayItIsAnotherBatch() {
        Batch batch = Samples.batch("a@gmail.com", "b@one.example");
        List<Batch> apart = plan(batch, route("relay", 1));
        List<Batch> together = BatchSplit.of(
                batch,
                batch.recipients(),
                List.of(route("relay", 1)),
                (route, fromDomain, site) -> route.suspended(),
                none -> null,
                new WeightedOrder()::next);
        assertEquals(2, apart.size());
        assertEquals(1, together.size());
        assertTrue(
                apart.stream().noneMatch(one -> one.id().equals(together.get(0).id())));
    }
}
