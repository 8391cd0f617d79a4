package io.postrider.dns;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Record;

/** The DNS answer to one query, aliases followed. */
sealed interface DnsReply {
    /**
     * @param records of the type that was asked for; at least one
     * @param ttl how long they may be kept
     */
    record Found(List<Record> records, Duration ttl) implements DnsReply {}

    /** The name exists and has nothing of this type. */
    record Nothing() implements DnsReply {}

    /** The name does not exist. */
    record NoName() implements DnsReply {}

    /** @param why for people */
    record Failed(String why) implements DnsReply {}
}
