package io.postrider.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * The addresses of a mail server. Connect to exactly these: a second lookup of the name may return others.
 *
 * @param all IPv4 first, since the reputation of most senders is tied to it; within a family in the order of the
 *     answer; at most 8
 * @param refused whether it has addresses, but none is allowed
 * @param why why there is none, for logs and events, without any address; null if there is one
 */
public record HostAddresses(List<InetAddress> all, boolean refused, String why) {
    public HostAddresses {
        all = List.copyOf(all);
    }

    static HostAddresses of(List<InetAddress> all) {
        return new HostAddresses(all, false, null);
    }

    static HostAddresses none(String why) {
        return new HostAddresses(List.of(), false, why);
    }

    static HostAddresses refused(String host) {
        return new HostAddresses(List.of(), true, "host %s has no public address".formatted(host));
    }

    /** The addresses that are currently allowed. */
    HostAddresses allowed(String host, AddressPolicy policy, Set<InetAddress> own) {
        List<InetAddress> allowed =
                all.stream().filter(address -> policy.allows(address, own)).toList();
        if (allowed.size() == all.size()) {
            return this;
        }
        return allowed.isEmpty() ? refused(host) : of(allowed);
    }
}
