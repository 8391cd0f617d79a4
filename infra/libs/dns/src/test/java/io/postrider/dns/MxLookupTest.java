package io.postrider.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.dns.MxAnswer.Host;
import io.postrider.neighbours.dns.LocalDns;
import io.postrider.testing.Patience;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lookup against a real name server. */
class MxLookupTest {
    private final LocalDns dns = LocalDns.start();

    /** Addresses of the documentation (RFC 5737, RFC 3849) are those of mail servers here. */
    private final MxLookup lookup = lookup(Duration.ofSeconds(30), Patience.LIMIT);

    private MxLookup lookup(Duration timeout, Duration inAll) {
        return lookup(timeout, inAll, "192.0.2.0/24", "2001:db8::/32");
    }

    private MxLookup lookup(Duration timeout, Duration inAll, String... allowed) {
        return new MxLookup(new MxLookup.Settings(List.of(dns.server()), timeout, inAll, List.of(allowed), List.of()));
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    private static MxAnswer answer(MxLookup lookup, String domain) {
        return Patience.result(lookup.lookup(domain));
    }

    private static HostAddresses addresses(MxLookup lookup, String host) {
        return Patience.result(lookup.addresses(host));
    }

    private MxAnswer.Hosts hosts(String domain) {
        MxAnswer answer = answer(lookup, domain);
        return assertInstanceOf(MxAnswer.Hosts.class, answer, answer::toString);
    }

    @Test
    void hostsComeByPreference() {
        dns.mx("mail.example", 20, "Second.mail.example").mx("mail.example", 10, "first.mail.example");

        assertEquals(
                List.of(new Host("first.mail.example", 0), new Host("second.mail.example", 1)),
                hosts("mail.example").all());
        assertEquals(
                List.of("first.mail.example", "second.mail.example"),
                hosts("MAIL.example.").inTurn(new Random()));
        assertEquals(List.of("first.mail.example"), hosts("mail.example").preferred());
    }

    @Test
    void hostsOfEqualPreferenceTakeTurns() {
        dns.mx("mail.example", 10, "a.example")
                .mx("mail.example", 10, "b.example")
                .mx("mail.example", 20, "c.example");
        Set<List<String>> orders = new HashSet<>();
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            orders.add(hosts("mail.example").inTurn(random));
        }
        assertEquals(
                Set.of(List.of("a.example", "b.example", "c.example"), List.of("b.example", "a.example", "c.example")),
                orders);
    }

    @Test
    void domainsOfTheSameServersHaveTheSameHosts() {
        dns.mx("one.example", 10, "a.example").mx("one.example", 20, "b.example");
        dns.mx("two.example", 5, "a.example").mx("two.example", 50, "b.example");
        assertEquals(hosts("one.example"), hosts("two.example"));
    }

    @Test
    void aServerHandsMailOnlyToBetterOnes() {
        dns.mx("mail.example", 10, "best.example")
                .mx("mail.example", 20, "we.example")
                .mx("mail.example", 20, "peer.example");
        assertEquals(List.of(new Host("best.example", 0)), hosts("mail.example").before("we.example"));
        assertEquals(3, hosts("mail.example").before("other.example").size());
    }

    @Test
    void withoutMxTheDomainItselfIsTheHost() {
        dns.address("four.example", "192.0.2.1").address("six.example", "2001:db8::1");
        assertEquals(List.of(new Host("four.example", 0)), hosts("four.example").all());
        assertEquals(List.of(new Host("six.example", 0)), hosts("six.example").all());
    }

    @Test
    void aliasIsFollowedAndALoopIsNot() {
        dns.alias("alias.example", "mail.example").mx("mail.example", 10, "mx.example");
        dns.alias("loop-a.example", "loop-b.example").alias("loop-b.example", "loop-a.example");
        assertEquals(List.of(new Host("mx.example", 0)), hosts("alias.example").all());
        assertInstanceOf(MxAnswer.Failed.class, answer(lookup, "loop-a.example"));
    }

    @Test
    void nullMxTakesNoMail() {
        dns.mx("nomail.example", 0, ".").address("nomail.example", "192.0.2.1");
        assertEquals(new MxAnswer.NullMx(), answer(lookup, "nomail.example"));
    }

    @Test
    void unknownDomainAndDomainWithoutServerAreNone() {
        dns.address("www.empty.example", "192.0.2.1");
        for (String domain :
                List.of("unknown.example", "empty.example", "[192.0.2.1]", "a..b", "x".repeat(64) + ".example")) {
            MxAnswer answer = answer(lookup, domain);
            assertInstanceOf(MxAnswer.NoSuchDomain.class, answer, answer::toString);
        }
    }

    @Test
    void failingServerIsATemporaryFailure() {
        dns.failing("broken.example");
        MxAnswer.Failed failed = assertInstanceOf(MxAnswer.Failed.class, answer(lookup, "broken.example"));
        assertTrue(failed.why().contains("broken.example"), failed::why);
    }

    @Test
    void domainWhoseAddressCannotBeAskedForIsATemporaryFailure() {
        dns.address("half.example", "192.0.2.1").failing("half.example");
        assertInstanceOf(MxAnswer.Failed.class, answer(lookup, "half.example"));
        assertEquals(List.of(), addresses(lookup, "half.example").all());
    }

    @Test
    void silentServerIsGivenUpInTime() {
        dns.silent("silent.example");
        MxLookup hasty = lookup(Duration.ofDays(1), Duration.ofMillis(300));
        assertInstanceOf(MxAnswer.Failed.class, answer(hasty, "silent.example"));
        assertEquals(List.of(), addresses(hasty, "silent.example").all());
    }

    @Test
    void tryThatTimesOutIsFollowedByAnother() {
        dns.silent("silent.example");
        assertInstanceOf(
                MxAnswer.Failed.class, answer(lookup(Duration.ofMillis(200), Patience.LIMIT), "silent.example"));
        Patience.await().until(() -> dns.queries("silent.example") == 2);
    }

    @Test
    void answerTooLongForUdpComesOverTcp() {
        for (int i = 0; i < 60; i++) {
            dns.mx("big.example", i, "a-host-with-quite-a-long-name-%d.big.example".formatted(i));
        }
        List<Host> all = hosts("big.example").all();
        assertEquals(10, all.size());
        assertEquals(new Host("a-host-with-quite-a-long-name-0.big.example", 0), all.get(0));
        assertEquals(1, dns.queriesOverTcp());
    }

    @Test
    void answersAreKept() {
        dns.mx("mail.example", 10, "mx.example").failing("broken.example").ttl(0);
        for (int i = 0; i < 5; i++) {
            hosts("mail.example");
            answer(lookup, "unknown.example");
            answer(lookup, "broken.example");
        }
        assertEquals(1, dns.queries("mail.example"));
        assertEquals(1, dns.queries("unknown.example"));
        assertEquals(1, dns.queries("broken.example"));
    }

    @Test
    void lookupsAtTheSameTimeShareOneQuery() {
        dns.mx("mail.example", 10, "mx.example").slow("mail.example", Duration.ofMillis(200));
        List<CompletableFuture<MxAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(lookup.lookup("mail.example").toCompletableFuture());
        }
        MxAnswer first = Patience.result(answers.get(0));
        answers.forEach(answer -> assertSame(first, Patience.result(answer)));
        assertEquals(1, dns.queries("mail.example"));
    }

    @Test
    void aThousandDomainsAtOnceAreAllFound() {
        // Of this many queries some may get lost, and are repeated.
        MxLookup lookup = lookup(Duration.ofSeconds(5), Patience.LIMIT);
        List<CompletableFuture<MxAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            dns.mx("d%d.example".formatted(i), 10, "mx.example");
            answers.add(lookup.lookup("d%d.example".formatted(i)).toCompletableFuture());
        }
        answers.forEach(answer -> assertInstanceOf(MxAnswer.Hosts.class, Patience.result(answer)));
    }

    @Test
    void addressesOfAHostAreFourthVersionFirst() throws Exception {
        dns.address("mx.example", "2001:db8::1")
                .address("mx.example", "192.0.2.1")
                .alias("alias.example", "mx.example");
        List<InetAddress> expected = List.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("2001:db8::1"));
        assertEquals(expected, addresses(lookup, "mx.example").all());
        assertEquals(expected, addresses(lookup, "alias.example").all());
        HostAddresses none = addresses(lookup, "unknown.example");
        assertEquals(List.of(), none.all());
        assertTrue(none.why().contains("unknown.example"), none::why);
    }

    @Test
    void addressesThatMailMustNotGoToAreLeftOut() throws Exception {
        for (String inside : List.of("127.0.0.1", "0.0.0.0", "10.0.0.1", "::1", "fd00::1", "64:ff9b::a00:1")) {
            dns.address("trap.example", inside).address("half.example", inside);
        }
        dns.address("half.example", "192.0.2.1").alias("alias.example", "trap.example");
        for (String name : List.of("trap.example", "alias.example")) {
            HostAddresses trap = addresses(lookup, name);
            assertTrue(trap.refused(), trap::toString);
            assertEquals(List.of(), trap.all());
            assertEquals("host %s has no public address".formatted(name), trap.why());
        }
        assertEquals(
                List.of(InetAddress.getByName("192.0.2.1")),
                addresses(lookup, "half.example").all());
        MxLookup excepting = lookup(Patience.LIMIT, Patience.LIMIT, "127.0.0.0/8", "::1");
        assertEquals(2, addresses(excepting, "trap.example").all().size());
    }

    @Test
    void goodAddressIsFoundBehindManyBadOnes() {
        for (int i = 1; i <= 20; i++) {
            dns.address("many.example", "10.0.0." + i);
        }
        dns.address("many.example", "192.0.2.1");
        assertEquals(1, addresses(lookup, "many.example").all().size());
    }

    @Test
    void whatIsNotPublicIsNotTheLastWordWhileTheOtherFamilyIsNotKnown() {
        dns.address("half.example", "10.0.0.1").failingForIpv6("half.example");
        HostAddresses half = addresses(lookup, "half.example");
        assertTrue(half.all().isEmpty() && !half.refused(), half::toString);
    }

    /** RFC 4074, 4.1: some name servers drop questions of a type that they do not know. */
    @Test
    void oneFamilyIsEnoughWhereTheOtherIsNotAnswered() throws Exception {
        MxLookup patient = lookup(Duration.ofDays(1), Duration.ofDays(1));
        dns.address("four.example", "192.0.2.1").silentForIpv6("four.example");
        dns.address("six.example", "2001:db8::1").silentForIpv4("six.example");
        assertEquals(
                List.of(InetAddress.getByName("192.0.2.1")),
                addresses(patient, "four.example").all());
        assertEquals(
                List.of(InetAddress.getByName("2001:db8::1")),
                addresses(patient, "six.example").all());
        // Without MX, the domain's own address is the mail server.
        dns.mx("other.example", 10, "four.example");
        assertInstanceOf(MxAnswer.Hosts.class, answer(patient, "other.example"));
        for (String domain : List.of("four.example", "six.example")) {
            assertInstanceOf(MxAnswer.Hosts.class, answer(patient, domain));
        }
    }

    /** What the silent family has may be public. */
    @Test
    void otherFamilyIsWaitedForWhereOneHasNoPublicAddress() {
        MxLookup hasty = lookup(Duration.ofDays(1), Duration.ofSeconds(3));
        dns.address("inside.example", "10.0.0.1").silentForIpv6("inside.example");
        HostAddresses found = addresses(hasty, "inside.example");
        assertTrue(found.all().isEmpty() && !found.refused(), found::toString);
    }

    /** RFC 5321, 5.1: only an answer that there is no MX makes the domain's address the mail server. */
    @Test
    void withoutAnAnswerForMxTheAddressIsNoMailServer() {
        MxLookup hasty = lookup(Duration.ofDays(1), Duration.ofMillis(300));
        dns.address("mute.example", "192.0.2.1").silent("mute.example");
        assertInstanceOf(MxAnswer.Failed.class, answer(hasty, "mute.example"));
    }

    @Test
    void faultsSayNothingOfTheNameServers() {
        dns.failing("broken.example");
        String fault = addresses(lookup, "broken.example").why();
        assertEquals("AAAA of broken.example.: ServerFailedException", fault);
    }

    @Test
    void onlySoManyAddressesOfAHostAreGivenOut() {
        for (int i = 1; i <= 20; i++) {
            dns.address("many.example", "192.0.2." + i);
        }
        assertEquals(8, addresses(lookup, "many.example").all().size());
    }
}
