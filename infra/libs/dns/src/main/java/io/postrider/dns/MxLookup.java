package io.postrider.dns;

import io.postrider.dns.AnswerCache.Timed;
import io.postrider.dns.MxAnswer.Host;
import io.postrider.net.AddressRanges;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Finds the mail servers of domains, and their addresses. Thread-safe; never blocks. */
public final class MxLookup {
    static final int MOST_ADDRESSES = 8;
    static final int MOST_ANSWERS = 10_000;
    static final Duration LEAST_KEPT = Duration.ofSeconds(30);
    static final Duration LONGEST_KEPT = Duration.ofHours(1);

    /** Shorter than the zone's negative TTL (RFC 2308), so that a new domain need not wait long. */
    static final Duration NOTHING_KEPT = Duration.ofSeconds(60);

    /** RFC 9520: failures are cached, so that a failing name is not queried again immediately. */
    static final Duration FAILURE_KEPT = Duration.ofSeconds(5);

    /**
     * How long to wait for one address family once the other has an address. Some name servers never answer AAAA
     * queries (RFC 4074, 4.1).
     */
    static final Duration OTHER_FAMILY = Duration.ofSeconds(1);

    /**
     * @param servers {@code host} or {@code host:port}; none for those of the system at the time of construction
     * @param timeout of one attempt at one server
     * @param lookupTimeout of a whole lookup
     * @param allowedAddresses ranges of addresses that are returned although they are not public
     * @param nat64Prefixes of the network's own translators
     */
    public record Settings(
            List<String> servers,
            Duration timeout,
            Duration lookupTimeout,
            List<String> allowedAddresses,
            List<String> nat64Prefixes) {
        public static Settings of(MxSettings settings) {
            return new Settings(
                    settings.servers().orElse(List.of()),
                    settings.timeout(),
                    settings.lookupTimeout(),
                    settings.allowedAddresses().orElse(List.of()),
                    settings.nat64Prefixes().orElse(List.of()));
        }

        private AddressPolicy addressPolicy() {
            return new AddressPolicy(
                    AddressRanges.parse("postrider.mx.allowed-addresses", allowedAddresses),
                    Nat64Prefix.parse("postrider.mx.nat64-prefixes", nat64Prefixes));
        }
    }

    private final Settings settings;
    private final DnsQueries dns;
    private final AddressPolicy policy;
    private final OwnAddresses own;
    private final AnswerCache<MxAnswer> domains;
    private final AnswerCache<HostAddresses> hosts;

    /** @throws IllegalArgumentException if one of the servers' names has no address, or a setting is invalid */
    public MxLookup(Settings settings) {
        this(settings, System::nanoTime);
    }

    MxLookup(Settings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.dns = new DnsQueries(settings.servers(), settings.timeout(), settings.lookupTimeout());
        this.policy = settings.addressPolicy();
        this.own = new OwnAddresses(nanoTime);
        this.domains = new AnswerCache<>(MOST_ANSWERS, nanoTime);
        this.hosts = new AnswerCache<>(MOST_ANSWERS, nanoTime);
    }

    /**
     * @return never fails; immediate if the answer is cached, otherwise completes on any thread, which must not be
     * blocked
     */
    public CompletionStage<MxAnswer> lookup(String domain) {
        return domains.get(
                MxRecords.name(domain),
                name -> within(findHosts(name), new MxAnswer.Failed("no answer for %s in time".formatted(name))));
    }

    /** The allowed addresses of a mail server, given this host's current addresses; completes like {@link #lookup}. */
    public CompletionStage<HostAddresses> addresses(String host) {
        return hosts.get(
                        MxRecords.name(host),
                        name -> within(
                                findAddresses(name), HostAddresses.none("no address for %s in time".formatted(name))))
                .thenCombine(own.current(), (found, ours) -> found.allowed(host, policy, ours));
    }

    private <T> CompletionStage<Timed<T>> within(CompletionStage<Timed<T>> answer, T otherwise) {
        return answer.toCompletableFuture()
                .completeOnTimeout(
                        new Timed<>(otherwise, FAILURE_KEPT),
                        settings.lookupTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private CompletionStage<Timed<MxAnswer>> findHosts(String domain) {
        if (domain.startsWith("[")) {
            return nothing("address literals are not supported: " + domain);
        }
        return dns.ask(domain, Type.MX).thenCompose(reply -> {
            if (reply instanceof DnsReply.Found found) {
                return CompletableFuture.completedFuture(
                        new Timed<>(MxRecords.answer(found.records()), kept(found.ttl())));
            } else if (reply instanceof DnsReply.NoName) {
                return nothing("no such domain: " + domain);
            } else if (reply instanceof DnsReply.Failed failed) {
                return CompletableFuture.completedFuture(new Timed<>(new MxAnswer.Failed(failed.why()), FAILURE_KEPT));
            }
            return implicit(domain);
        });
    }

    /** RFC 5321, 5.1: without MX, the domain's own address, if it has one. */
    private CompletionStage<Timed<MxAnswer>> implicit(String domain) {
        return bothFamilies(domain, found -> true).thenCompose(replies -> {
            for (DnsReply reply : replies) {
                if (reply instanceof DnsReply.Found found) {
                    MxAnswer itself = new MxAnswer.Hosts(List.of(new Host(domain, 0)));
                    return CompletableFuture.completedFuture(new Timed<>(itself, kept(found.ttl())));
                }
            }
            for (DnsReply reply : replies) {
                if (reply instanceof DnsReply.Failed failed) {
                    return CompletableFuture.completedFuture(
                            new Timed<>(new MxAnswer.Failed(failed.why()), FAILURE_KEPT));
                }
            }
            return nothing("domain %s has neither mail server nor address".formatted(domain));
        });
    }

    private CompletionStage<Timed<HostAddresses>> findAddresses(String host) {
        return bothFamilies(host, found -> !allowed(found.records()).isEmpty()).thenApply(replies -> {
            List<Record> records = new ArrayList<>();
            Duration ttl = LONGEST_KEPT;
            String failure = null;
            for (DnsReply reply : replies) {
                if (reply instanceof DnsReply.Found found) {
                    records.addAll(found.records());
                    ttl = ttl.compareTo(found.ttl()) < 0 ? ttl : found.ttl();
                } else if (reply instanceof DnsReply.Failed failed) {
                    failure = failed.why();
                }
            }
            List<InetAddress> allowed = allowed(records);
            if (failure != null) {
                // The other family is unknown, so the answer is not final.
                return allowed.isEmpty()
                        ? new Timed<>(HostAddresses.none(failure), FAILURE_KEPT)
                        : new Timed<>(HostAddresses.of(allowed), LEAST_KEPT);
            } else if (records.isEmpty()) {
                return new Timed<>(HostAddresses.none("host %s has no address".formatted(host)), NOTHING_KEPT);
            }
            return new Timed<>(allowed.isEmpty() ? HostAddresses.refused(host) : HostAddresses.of(allowed), kept(ttl));
        });
    }

    /** @param enough whether the result of one family suffices, so that the other is not awaited in full */
    private CompletionStage<List<DnsReply>> bothFamilies(String name, Predicate<DnsReply.Found> enough) {
        CompletableFuture<DnsReply> four =
                dns.ask(name, Type.A).toCompletableFuture().copy();
        CompletableFuture<DnsReply> six =
                dns.ask(name, Type.AAAA).toCompletableFuture().copy();
        hurry(six, "AAAA of %s: no answer yet".formatted(name), four, enough);
        hurry(four, "A of %s: no answer yet".formatted(name), six, enough);
        return four.thenCombine(six, List::of);
    }

    private static void hurry(
            CompletableFuture<DnsReply> slow,
            String otherwise,
            CompletableFuture<DnsReply> other,
            Predicate<DnsReply.Found> enough) {
        other.thenAccept(reply -> {
            if (reply instanceof DnsReply.Found found && enough.test(found)) {
                slow.completeOnTimeout(new DnsReply.Failed(otherwise), OTHER_FAMILY.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    private List<InetAddress> allowed(List<Record> records) {
        return records.stream()
                .map(MxLookup::address)
                .filter(Objects::nonNull)
                .filter(address -> policy.allows(address, Set.of()))
                .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                .limit(MOST_ADDRESSES)
                .toList();
    }

    private static InetAddress address(Record record) {
        if (record instanceof ARecord four) {
            return four.getAddress();
        }
        return record instanceof AAAARecord six ? six.getAddress() : null;
    }

    private static CompletionStage<Timed<MxAnswer>> nothing(String why) {
        return CompletableFuture.completedFuture(new Timed<>(new MxAnswer.NoSuchDomain(why), NOTHING_KEPT));
    }

    private static Duration kept(Duration ttl) {
        if (ttl.compareTo(LEAST_KEPT) < 0) {
            return LEAST_KEPT;
        }
        return ttl.compareTo(LONGEST_KEPT) > 0 ? LONGEST_KEPT : ttl;
    }
}
