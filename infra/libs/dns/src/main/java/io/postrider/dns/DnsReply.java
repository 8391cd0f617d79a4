package io.postrider.dns;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Record;

/** The DNS answer to one query, after following aliases. */
sealed interface DnsReply {
    /**
     * @param records of the requested type; at least one
     * @param ttl how long they may be cached
     */
    record Found(List<Record> records, Duration ttl) implements DnsReply {}

    /** The name exists but has no record of this type. */
    record Nothing() implements DnsReply {}

    /** The name does not exist. */
    record NoName() implements DnsReply {}

    /** @param why the reason, for logs and events */
    record Failed(String why) implements DnsReply {}
}
