package io.postrider.dns;

import io.postrider.dns.MxAnswer.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Reads the MX records of a domain. */
final class MxRecords {
    static final int MOST_HOSTS = 10;

    private MxRecords() {}

    /** A root as the only exchanger means "no mail" (RFC 7505, 3); next to others it is ignored. */
    static MxAnswer answer(List<Record> records) {
        Map<Integer, List<String>> byPreference = new TreeMap<>();
        records.stream()
                .flatMap(record -> record instanceof MXRecord mx ? Stream.of(mx) : Stream.empty())
                .filter(mx -> !mx.getTarget().equals(Name.root))
                .forEach(mx -> byPreference
                        .computeIfAbsent(mx.getPriority(), first -> new ArrayList<>())
                        .add(name(mx.getTarget().toString())));
        if (byPreference.isEmpty()) {
            return new MxAnswer.NullMx();
        }
        List<Host> hosts = new ArrayList<>();
        int rank = 0;
        for (List<String> names : byPreference.values()) {
            int current = rank++;
            names.stream()
                    .distinct()
                    .sorted()
                    .map(name -> new Host(name, current))
                    .forEach(hosts::add);
        }
        return new MxAnswer.Hosts(hosts.subList(0, Math.min(hosts.size(), MOST_HOSTS)));
    }

    /** In lower case, without a final dot. */
    static String name(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
