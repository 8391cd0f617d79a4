package io.postrider.e2e.faults.rig;

import io.postrider.neighbours.smtp.ReceivedMail;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What the mail server took, by recipient. */
public final class ReceivedMails {
    /** @param mails how many he got; at, {@code System.nanoTime} of the first */
    private record Arrivals(int mails, long at) {
        Arrivals more() {
            return new Arrivals(mails + 1, at);
        }
    }

    private final Map<String, Arrivals> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong mails = new AtomicLong();

    public void take(ReceivedMail mail) {
        long now = System.nanoTime();
        for (String recipient : mail.recipients()) {
            arrivals.merge(recipient, new Arrivals(1, now), (known, first) -> known.more());
            mails.incrementAndGet();
        }
    }

    public void clear() {
        arrivals.clear();
        mails.set(0);
    }

    /** Mails to all recipients, copies included. */
    public long mails() {
        return mails.get();
    }

    /** Those whose addresses begin so. */
    public Set<String> recipients(String beginning) {
        return arrivals.keySet().stream()
                .filter(recipient -> recipient.startsWith(beginning))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Mails beyond the first of each recipient. */
    public long copies() {
        return mails() - arrivals.size();
    }

    /** When his first mail came, by {@code System.nanoTime}, or {@code Long.MAX_VALUE}. */
    public long at(String recipient) {
        Arrivals his = arrivals.get(recipient);
        return his == null ? Long.MAX_VALUE : his.at();
    }
}
