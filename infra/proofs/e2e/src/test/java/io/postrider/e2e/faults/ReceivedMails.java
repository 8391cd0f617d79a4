package io.postrider.e2e.faults;

import io.postrider.neighbours.smtp.ReceivedMail;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What the mail server took, by recipient. */
final class ReceivedMails {
    /** @param mails how many he got; at, {@code System.nanoTime} of the first */
    private record Arrivals(int mails, long at) {
        Arrivals more() {
            return new Arrivals(mails + 1, at);
        }
    }

    private final Map<String, Arrivals> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong mails = new AtomicLong();

    void take(ReceivedMail mail) {
        long now = System.nanoTime();
        for (String recipient : mail.recipients()) {
            arrivals.merge(recipient, new Arrivals(1, now), (known, first) -> known.more());
            mails.incrementAndGet();
        }
    }

    void clear() {
        arrivals.clear();
        mails.set(0);
    }

    /** Mails to all recipients, copies included. */
    long mails() {
        return mails.get();
    }

    /** Those whose addresses begin so. */
    Set<String> recipients(String beginning) {
        return arrivals.keySet().stream()
                .filter(recipient -> recipient.startsWith(beginning))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Mails beyond the first of each recipient. */
    long copies() {
        return mails() - arrivals.size();
    }

    /** When his first mail came, by {@code System.nanoTime}, or {@code Long.MAX_VALUE}. */
    long at(String recipient) {
        Arrivals his = arrivals.get(recipient);
        return his == null ? Long.MAX_VALUE : his.at();
    }
}
