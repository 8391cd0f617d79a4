package io.postrider.neighbours.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** The records of the server, its behaviour for each name, and the queries received. */
final class Records {
    private static final int TTL = 300;
    private static final int ALIASES = 20;

    enum Manner {
        ANSWER,
        FAIL,
        /** For AAAA only. */
        FAIL_IPV6,
        SILENT,
        /** For A only. */
        SILENT_IPV4,
        /** For AAAA only. */
        SILENT_IPV6
    }

    /** @param delay before it is sent */
    record Answer(Message message, Duration delay) {}

    private record Habit(Manner manner, Duration delay) {}

    private static final Habit USUAL = new Habit(Manner.ANSWER, Duration.ZERO);

    private final Map<Name, Set<Record>> records = new HashMap<>();
    private final Map<Name, Habit> habits = new HashMap<>();
    private final Map<Name, Integer> queries = new HashMap<>();
    private int queriesOverTcp;
    private boolean silent;
    private int ttl = TTL;

    synchronized void mx(String domain, int preference, String host) {
        add(new MXRecord(name(domain), DClass.IN, ttl, preference, name(host)));
    }

    synchronized void address(String host, String text) {
        try {
            InetAddress address = InetAddress.getByName(text);
            add(
                    address instanceof Inet4Address
                            ? new ARecord(name(host), DClass.IN, ttl, address)
                            : new AAAARecord(name(host), DClass.IN, ttl, address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    synchronized void alias(String alias, String target) {
        add(new CNAMERecord(name(alias), DClass.IN, ttl, name(target)));
    }

    synchronized void ttl(int seconds) {
        ttl = seconds;
    }

    synchronized void manner(String name, Manner manner, Duration delay) {
        habits.put(name(name), new Habit(manner, delay));
    }

    synchronized void silent(boolean chosen) {
        silent = chosen;
    }

    synchronized void forget(String name) {
        records.remove(name(name));
        habits.remove(name(name));
    }

    synchronized int queries(String name) {
        return queries.getOrDefault(name(name), 0);
    }

    synchronized int queriesOverTcp() {
        return queriesOverTcp;
    }

    /** Null for no answer. */
    synchronized Answer answer(Message query, boolean overTcp) {
        Record question = query.getQuestion();
        if (question == null) {
            return null;
        }
        queries.merge(question.getName(), 1, Integer::sum);
        queriesOverTcp += overTcp ? 1 : 0;
        Habit habit = habits.getOrDefault(question.getName(), USUAL);
        boolean ipv4 = question.getType() == Type.A;
        boolean ipv6 = question.getType() == Type.AAAA;
        if (silent
                || habit.manner() == Manner.SILENT
                || ipv4 && habit.manner() == Manner.SILENT_IPV4
                || ipv6 && habit.manner() == Manner.SILENT_IPV6) {
            return null;
        }
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.addRecord(question, Section.QUESTION);
        if (habit.manner() == Manner.FAIL || ipv6 && habit.manner() == Manner.FAIL_IPV6) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
        } else {
            fill(answer, question.getName(), question.getType());
        }
        return new Answer(answer, habit.delay());
    }

    private void fill(Message answer, Name asked, int type) {
        Name name = asked;
        for (int i = 0; i < ALIASES; i++) {
            Set<Record> own = records.getOrDefault(name, Set.of());
            List<Record> found =
                    own.stream().filter(record -> record.getType() == type).toList();
            found.forEach(record -> answer.addRecord(record, Section.ANSWER));
            List<CNAMERecord> alias = own.stream()
                    .filter(CNAMERecord.class::isInstance)
                    .map(CNAMERecord.class::cast)
                    .toList();
            if (!found.isEmpty() || alias.isEmpty()) {
                if (found.isEmpty() && !exists(name)) {
                    answer.getHeader().setRcode(Rcode.NXDOMAIN);
                }
                return;
            }
            if (!answer.findRecord(alias.get(0), Section.ANSWER)) {
                answer.addRecord(alias.get(0), Section.ANSWER);
            }
            name = alias.get(0).getTarget();
        }
    }

    /** A name also exists if there is something below it. */
    private boolean exists(Name name) {
        return records.keySet().stream().anyMatch(known -> known.subdomain(name));
    }

    private void add(Record record) {
        records.computeIfAbsent(record.getName(), first -> new LinkedHashSet<>())
                .add(record);
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
