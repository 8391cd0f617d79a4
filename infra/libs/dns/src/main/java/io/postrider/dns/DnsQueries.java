package io.postrider.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Queries the name servers, over TCP if an answer is too long for UDP. Does not cache. */
final class DnsQueries {
    private static final int TRIES = 2;
    private static final int ALIASES = 8;
    private static final int MOST_IN_FLIGHT = 200;
    private static final int MOST_WAITING = 10_000;

    private final LookupSession session;
    private final QueryLimit limit;

    /**
     * @param servers {@code host[:port]}, or none for the current ones of the system
     * @param timeout of one attempt
     * @param patience for all attempts of a query, and for waiting before them
     * @throws IllegalArgumentException if a server's name has no address
     */
    DnsQueries(List<String> servers, Duration timeout, Duration patience) {
        List<Resolver> each =
                addresses(servers).stream().<Resolver>map(SimpleResolver::new).toList();
        ExtendedResolver resolver = new ExtendedResolver(each);
        // The resolver's constructor has set its own default timeout on each.
        each.forEach(one -> one.setTimeout(timeout));
        resolver.setTimeout(patience);
        resolver.setRetries(TRIES);
        this.session =
                LookupSession.builder().resolver(resolver).maxRedirects(ALIASES).build();
        this.limit = new QueryLimit(MOST_IN_FLIGHT, MOST_WAITING, patience);
    }

    /**
     * @param type of {@link Type}
     * @return never fails
     */
    CompletionStage<DnsReply> ask(String name, int type) {
        Name absolute;
        try {
            absolute = Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            return CompletableFuture.completedFuture(new DnsReply.NoName());
        }
        return limit.run(() -> session.lookupAsync(absolute, type, DClass.IN))
                .handle((result, failure) -> failure == null ? reply(result, type) : reply(failure, absolute, type));
    }

    private static DnsReply reply(LookupResult result, int type) {
        List<Record> records = result.getRecords().stream()
                .filter(record -> record.getType() == type)
                .toList();
        if (records.isEmpty()) {
            return new DnsReply.Nothing();
        }
        long ttl = records.stream().mapToLong(Record::getTTL).min().orElse(0);
        return new DnsReply.Found(records, Duration.ofSeconds(ttl));
    }

    private static DnsReply reply(Throwable failure, Name name, int type) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoSuchDomainException) {
            return new DnsReply.NoName();
        } else if (cause instanceof NoSuchRRSetException) {
            return new DnsReply.Nothing();
        }
        // API clients can read this text, and the failure's message may contain addresses of the name servers.
        String what = cause instanceof IOException
                ? "no name server responded"
                : cause.getClass().getSimpleName();
        return new DnsReply.Failed("%s of %s: %s".formatted(Type.string(type), name, what));
    }

    private static List<InetSocketAddress> addresses(List<String> servers) {
        return servers.isEmpty()
                ? ResolverConfig.getCurrentConfig().servers()
                : servers.stream().map(DnsQueries::address).toList();
    }

    private static InetSocketAddress address(String server) {
        int colon = server.lastIndexOf(':');
        // More than one colon and no bracket before the last: an IPv6 address without a port.
        boolean hasPort = colon > 0 && (server.indexOf(':') == colon || server.charAt(colon - 1) == ']');
        String host = hasPort ? server.substring(0, colon) : server;
        try {
            int port = hasPort ? Integer.parseInt(server.substring(colon + 1)) : SimpleResolver.DEFAULT_PORT;
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "postrider.mx.servers: '%s' is not a name server, host or host:port".formatted(server), e);
        }
    }
}
