package io.postrider.bench.capacity.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.bench.capacity.simulation.Scenario.Loss;
import io.postrider.bench.capacity.simulation.Scenario.Network;
import io.postrider.bench.capacity.simulation.Scenario.Slowdown;
import io.postrider.bench.capacity.simulation.Workload.Launch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the simulation against what queueing theory says, where it says something. */
class SimulationTest {
    private static final double SERVICE = 0.4;
    private static final Network PLAIN = new Network(ServiceTime.exponential(SERVICE), 0, 1e9, 0, 10);
    private static final List<Launch> NONE = List.of();

    @Test
    void transactionalMailWaitsAsErlangCSays() {
        ErlangC theory = new ErlangC(8, SERVICE, 4);
        Scenario scenario = day(site(Double.POSITIVE_INFINITY, 4), 8, NONE, PLAIN);

        Durations replies = Simulation.run(scenario, 1).firstReply();

        // 691,000 mails, 80 % busy: the mean of a day differs by about 2 % from one seed to another.
        assertEquals(theory.meanWait(), replies.mean() - SERVICE, 0.06 * theory.meanWait());
    }

    @Test
    void transactionalMailBeforeACampaignThatNeverEndsWaitsForTheNextFreeConnectionOnly() {
        ErlangC theory = new ErlangC(2, SERVICE, 4);
        // 10 mails/s in all are as many as the connections carry, so a campaign of 700,000 lasts for the day.
        Scenario scenario = day(site(Double.POSITIVE_INFINITY, 4), 2, List.of(new Launch(0, 700_000)), PLAIN);

        Durations replies = Simulation.run(scenario, 1).firstReply();

        assertEquals(theory.meanWaitBeforeOthers(), replies.mean() - SERVICE, 0.05 * theory.meanWaitBeforeOthers());
    }

    @Test
    void aCampaignToASiteWithARateTakesAsLongAsTheRateSays() {
        Scenario scenario = day(site(10, 20), 0, List.of(new Launch(100, 50_000)), PLAIN);

        Durations campaign = Simulation.run(scenario, 1).campaign(0);

        assertEquals(5_000, campaign.quantile(1), 50);
        assertEquals(2_500, campaign.quantile(0.5), 25);
    }

    @Test
    void transactionalMailTakesItsPartOfTheRate() {
        Scenario scenario = day(site(10, 20), 2, List.of(new Launch(100, 40_000)), PLAIN);

        Observations seen = Simulation.run(scenario, 1);

        assertEquals(5_000, seen.campaign(0).quantile(1), 100);
        // It does not stand in line with the campaign: only its own mails are before it.
        assertTrue(
                seen.firstReply().quantile(0.99) < 3,
                () -> "p99 " + seen.firstReply().quantile(0.99));
    }

    @Test
    void aCampaignToASiteWithFewConnectionsTakesAsLongAsTheyDo() {
        Scenario scenario = day(site(100, 5), 0, List.of(new Launch(0, 50_000)), PLAIN);

        assertEquals(
                50_000 * SERVICE / 5, Simulation.run(scenario, 1).campaign(0).quantile(1), 80);
    }

    @Test
    void connectionsThatAreOpenedAnewTakeTheirTime() {
        Network slowToOpen = new Network(ServiceTime.exponential(SERVICE), 2, 15, 0, 10);
        Provider site = new Provider("site", 1, 100, 5, 10);
        Scenario scenario = day(site, 0, List.of(new Launch(0, 50_000)), slowToOpen);

        double each = SERVICE + 2.0 / 10;
        assertEquals(50_000 * each / 5, Simulation.run(scenario, 1).campaign(0).quantile(1), 100);
    }

    @Test
    void deferredMailIsTriedAgainByItsSchedule() {
        Network deferring = new Network(ServiceTime.exponential(SERVICE), 0, 1e9, 0.1, 10);
        Scenario scenario = day(site(Double.POSITIVE_INFINITY, 1_000), 2, NONE, deferring);

        Observations seen = Simulation.run(scenario, 1);

        assertEquals(seen.firstReply().count(), seen.transactional().count());
        assertTrue(seen.transactional().quantile(0.89) < 3);
        assertTrue(seen.transactional().quantile(0.91) > 13);
        assertEquals(0.1 * 15 + 0.01 * 30 + 0.001 * 60, seen.transactional().mean() - SERVICE, 0.1);
    }

    @Test
    void theBacklogOfASiteThatAsksForLessGrowsByTheDifference() {
        // 5 mails/s come, and in two hours 2.5 go.
        Provider site = site(10, 20);
        Scenario scenario = day(site, 5, NONE, PLAIN).with(new Slowdown("site", 0.25, 3_600, 10_800));

        Observations seen = Simulation.run(scenario, 1);

        assertEquals(7_200 * 2.5, seen.site("site").largestBacklog(), 500);
        assertEquals(10_800, seen.site("site").largestBacklogAt(), 30);
        assertTrue(seen.site("site").backlogs().get((10_800 + 5_400) / 900) < 50);
    }

    @Test
    void aLostSenderLosesNoMailButTheTimeOfItsRedelivery() {
        List<Double> oneHour = new ArrayList<>(Collections.nCopies(24, 0.0));
        oneHour.set(0, 20 * 3_600.0);
        Workload workload = new Workload(oneHour, List.of(new Launch(100, 40_000)));
        Scenario scenario = new Scenario(List.of(site(50, 40)), workload, 2, PLAIN, null, new Loss(1_000, 2_800));

        Observations seen = Simulation.run(scenario, 1);

        assertEquals(40_000, seen.campaign(0).count());
        assertEquals(seen.firstReply().count(), seen.transactional().count());
        assertEquals(0, seen.backlog());
        // A few were under way in it; they were delivered by the other one.
        assertEquals(PLAIN.redelivery() + SERVICE, seen.firstReply().quantile(1), 3);
        assertTrue(seen.firstReply().quantile(0.999) < PLAIN.redelivery());
    }

    @Test
    void theSameSeedGivesTheSame() {
        Scenario scenario = day(site(10, 4), 0.5, NONE, PLAIN);

        double first = Simulation.run(scenario, 7).firstReply().mean();

        assertEquals(first, Simulation.run(scenario, 7).firstReply().mean());
        assertNotEquals(first, Simulation.run(scenario, 8).firstReply().mean());
    }

    private static Provider site(double perSecond, int connections) {
        return new Provider("site", 1, perSecond, connections, 0);
    }

    /** @param perSecond transactional mails */
    private static Scenario day(Provider site, double perSecond, List<Launch> launches, Network network) {
        Workload workload = new Workload(Collections.nCopies(24, 3_600 * perSecond), launches);
        return new Scenario(List.of(site), workload, 1, network, null, null);
    }
}
