package io.postrider.net;

import java.net.InetAddress;
import java.util.List;

/** A list of ranges of IP addresses, as in a setting. */
public record AddressRanges(List<AddressRange> ranges) {
    public static final AddressRanges NONE = new AddressRanges(List.of());

    public AddressRanges {
        ranges = List.copyOf(ranges);
    }

    /**
     * @param setting its name, for error messages
     * @param texts addresses and ranges, such as {@code 10.0.0.0/8}, {@code 192.0.2.1} or {@code 2001:db8::/32}
     * @throws IllegalArgumentException whose message names the setting, the entry and the correct form
     */
    public static AddressRanges parse(String setting, List<String> texts) {
        try {
            return new AddressRanges(
                    texts.stream().map(String::strip).map(AddressRange::parse).toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(setting, e.getMessage()), e);
        }
    }

    public boolean contains(InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }
}
