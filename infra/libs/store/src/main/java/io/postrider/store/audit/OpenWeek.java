package io.postrider.store.audit;

import io.postrider.store.Ids;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is known of a week that is not closed. Its deliveries are counted in pages in the order of their key. A page whose deliveries are
 * all final is never read again: a final state does not change, and no id of a time that is over is made any more.
 */
final class OpenWeek {
    private static final int DAYS = 7;

    final LocalDate firstDay;
    final UUID first;
    final UUID end;
    private final List<Page> pages = new ArrayList<>();
    private long accepted;
    private UUID acceptedTo;

    /** The account and the state of deliveries, as SQL stores them. */
    record Kind(int account, short state) {}

    /** A delivery's key. */
    record Key(UUID message, int ordinal) {}

    /**
     * @param from the key before the first one
     * @param to the last key
     * @param full whether nothing can be added to it: it has as many deliveries as a page has, or the week is over
     */
    record Page(Key from, Key to, Map<Kind, Long> deliveries, long overdue, boolean full) {
        private boolean settled() {
            return full && deliveries.keySet().stream().allMatch(kind -> kind.state() >= SnapshotQuery.FIRST_FINAL);
        }
    }

    OpenWeek(LocalDate firstDay) {
        this.firstDay = firstDay;
        this.first = Ids.firstOf(firstDay.atStartOfDay(ZoneOffset.UTC).toInstant());
        this.end =
                Ids.firstOf(firstDay.plusDays(DAYS).atStartOfDay(ZoneOffset.UTC).toInstant());
        this.acceptedTo = first;
    }

    /** The first page from {@code index} on that must be read; the number of pages if that is a new one. */
    int next(int index) {
        int next = index;
        while (next < pages.size() && pages.get(next).settled()) {
            next++;
        }
        return next;
    }

    /** The key after which a page begins. */
    Key from(int index) {
        if (index < pages.size()) {
            return pages.get(index).from();
        }
        return pages.isEmpty()
                ? new Key(first, -1)
                : pages.get(pages.size() - 1).to();
    }

    /** Pages after one that ends elsewhere than before, since rows of it were deleted by hand, are forgotten. */
    void put(int index, Page page) {
        if (index < pages.size() && pages.get(index).to().equals(page.to())) {
            pages.set(index, page);
        } else {
            pages.subList(index, pages.size()).clear();
            pages.add(page);
        }
    }

    UUID acceptedTo() {
        return acceptedTo;
    }

    /** @param recipients of the messages after {@link #acceptedTo} up to {@code last} */
    void accept(long recipients, UUID last) {
        accepted += recipients;
        acceptedTo = last;
    }

    long accepted() {
        return accepted;
    }

    Map<Kind, Long> deliveries() {
        Map<Kind, Long> sums = new HashMap<>();
        pages.forEach(page -> page.deliveries().forEach((kind, count) -> sums.merge(kind, count, Long::sum)));
        return sums;
    }

    long overdue() {
        return pages.stream().mapToLong(Page::overdue).sum();
    }

    /** Whether nothing of it is in flight, and nothing can be added to it. */
    boolean settled() {
        return pages.stream().allMatch(Page::settled);
    }
}
