package io.postrider.mx;

import java.net.InetAddress;
import java.util.List;

/**
 * Where a mail server can be reached.
 *
 * @param all IPv4 first, as senders are mostly known by it, those of one family in the order of the answer; at most 8
 * @param ownOnly whether there are none but such as lead back to this machine, which are left out of {@code all}
 * @param why there is none, for people; null if there is one
 */
public record HostAddresses(List<InetAddress> all, boolean ownOnly, String why) {
    public HostAddresses {
        all = List.copyOf(all);
    }

    static HostAddresses none(String why) {
        return new HostAddresses(List.of(), false, why);
    }
}
