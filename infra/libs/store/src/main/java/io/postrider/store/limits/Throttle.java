package io.postrider.store.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalInt;

/**
 * How far ahead a limit is booked: a virtual schedule as in the generic cell rate algorithm (ITU-T I.371), without
 * bursts. Slots are reserved only a little ahead; further mails queue and return when their slot is near. So a changed
 * rate takes effect within seconds, and a batch usually waits once.
 *
 * @param others the schedule of all mail except urgent mail
 * @param urgent the schedule of urgent mail, which does not queue behind the rest
 * @param factor the share of the full rate: below 1 after the provider throttled us
 * @param adjustedAt when the factor was changed last
 * @param day of UTC
 * @param dayMails booked on that day
 */
record Throttle(Booked others, Booked urgent, double factor, Instant adjustedAt, LocalDate day, int dayMails) {

    /** Booking horizon: booked mails wait in the memory of their sender. */
    static final Duration AHEAD = Duration.ofSeconds(4);

    /** Maximum wait, so that a recovered rate is used. */
    static final Duration LONGEST_AWAY = Duration.ofMinutes(2);

    /** How long before its slot a batch returns: the path through the broker and the router takes a while. */
    private static final Duration EARLY = Duration.ofSeconds(2);

    private static final Duration SHORTEST_AWAY = Duration.ofMillis(200);

    /** A burst of throttling replies lowers the rate only once in this time. */
    private static final Duration CALM = Duration.ofSeconds(10);

    /**
     * If nothing was booked for this time, the queued batches will not return: they were cancelled, suppressed or took
     * another route.
     */
    private static final Duration FORGOTTEN = Duration.ofSeconds(10);

    private static final double LOWEST_FACTOR = 1.0 / 64;
    private static final long NANOS = 1_000_000_000L;

    /**
     * @param nextAt when the next mail may be sent
     * @param lineAt the slot for the next batch that queues; no queued batch has a later one
     */
    record Booked(Instant nextAt, Instant lineAt) {

        /** The queue after the rate has changed, or after the queued batches have stopped returning. */
        private Booked at(Instant now, double slower) {
            if (Duration.between(nextAt, now).compareTo(FORGOTTEN) > 0) {
                return new Booked(nextAt, now);
            }
            Duration line = Duration.between(now, lineAt);
            return line.isNegative() || slower == 1
                    ? this
                    : new Booked(nextAt, now.plusNanos((long) (line.toNanos() * slower)));
        }

        Instant slot(Booking booking) {
            return booking.slot().isAfter(lineAt) ? lineAt : booking.slot();
        }
    }

    static Throttle unused(Instant now) {
        Booked nothing = new Booked(now, now);
        return new Throttle(nothing, nothing, 1, now, day(now), 0);
    }

    /** The slots that this limit can offer. */
    record Room(int mails, Instant start, boolean dayIsFull) {}

    /** @param joins whether the batch extends the queue */
    record Slot(Instant at, boolean joins) {}

    /** The current state: a new day may have begun, the rate may have recovered, the queue may have emptied. */
    Throttle at(Instant now, Recovery recovery) {
        LocalDate today = day(now);
        int mails = today.isAfter(day) ? 0 : dayMails;
        LocalDate current = today.isAfter(day) ? today : day;
        long steps = factor >= 1
                ? 0
                : Duration.between(adjustedAt, now).toMillis()
                        / Math.max(1, recovery.every().toMillis());
        double recovered = Math.min(1, factor + steps * recovery.step());
        Instant since = adjustedAt.plus(recovery.every().multipliedBy(steps));
        double slower = factor / recovered;
        return new Throttle(others.at(now, slower), urgent.at(now, slower), recovered, since, current, mails);
    }

    /** Halves the rate after the provider throttled us (additive increase, multiplicative decrease). */
    Throttle slowed(Instant now) {
        boolean calm = factor >= 1 || Duration.between(adjustedAt, now).compareTo(CALM) >= 0;
        if (!calm) {
            return this;
        }
        double less = Math.max(LOWEST_FACTOR, factor / 2);
        double slower = factor / less;
        return new Throttle(others.at(now, slower), urgent.at(now, slower), less, now, day, dayMails);
    }

    Room room(Limit limit, Booking booking, Instant now) {
        Booked booked = of(booking);
        Instant start = later(now, booked.nextAt());
        boolean near = !othersAreFirst(booked, booking, now) && !start.isAfter(now.plus(AHEAD));
        int leftToday = leftToday(limit, booking);
        int mails = near ? Math.min(Math.min(booking.mails(), atOnce(limit)), leftToday) : 0;
        return new Room(mails, start, leftToday <= mails);
    }

    /** A warm-up delays bulk mail, not transactional mail, which still counts towards it. */
    private int leftToday(Limit limit, Booking booking) {
        OptionalInt daily = limit.warmUp() == null || booking.urgent()
                ? OptionalInt.empty()
                : limit.warmUp().limit(day);
        return daily.isEmpty() ? Integer.MAX_VALUE : Math.max(0, daily.getAsInt() - dayMails);
    }

    /** Queued batches go first: newcomers wait, and so do queued batches that return too early, unless nothing is booked now. */
    private static boolean othersAreFirst(Booked booked, Booking booking, Instant now) {
        return booking.slot() == null
                ? booked.lineAt().isAfter(now.plus(AHEAD))
                : booked.slot(booking).isAfter(now.plus(AHEAD))
                        && booked.nextAt().isAfter(now);
    }

    /**
     * Books mails from the time at which this limit has room. Urgent mail uses up the rate of the others, but does not
     * wait.
     */
    Throttle booked(Limit limit, Booking booking, int mails, Instant now) {
        Duration taken = spacing(limit).multipliedBy(mails);
        Booked rest = new Booked(later(now, others.nextAt()).plus(taken), others.lineAt());
        Booked first = booking.urgent() ? new Booked(later(now, urgent.nextAt()).plus(taken), urgent.lineAt()) : urgent;
        return new Throttle(rest, first, factor, adjustedAt, day, dayMails + mails);
    }

    /**
     * The queue slot of a batch's mails for which there was no room, after the others were booked. A batch keeps its slot unless
     * its whole part of the queue has passed, as happens when the rate is lowered.
     */
    Slot slot(Limit limit, Booking booking, int granted, Room room, Instant now) {
        if (room.dayIsFull()) {
            return new Slot(day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC), false);
        }
        Booked booked = of(booking);
        Duration stretch = spacing(limit).multipliedBy(booking.mails());
        Instant free = later(now, booked.nextAt());
        if (booking.slot() != null && booked.slot(booking).plus(stretch).isAfter(free)) {
            Instant next = booked.slot(booking).plus(spacing(limit).multipliedBy(granted));
            return new Slot(later(free, next), false);
        }
        return new Slot(later(booked.lineAt(), free), true);
    }

    /** Extends the queue behind the mails that got this slot. */
    Throttle queued(Limit limit, Booking booking, Instant slot, int mails) {
        Booked booked = of(booking);
        Instant end = later(booked.lineAt(), slot.plus(spacing(limit).multipliedBy(mails)));
        Booked longer = new Booked(booked.nextAt(), end);
        return booking.urgent()
                ? new Throttle(others, longer, factor, adjustedAt, day, dayMails)
                : new Throttle(longer, urgent, factor, adjustedAt, day, dayMails);
    }

    /** Time until a batch with this slot should return. */
    static Duration returnAfter(Instant slot, Instant now) {
        Duration away = Duration.between(now, slot).minus(EARLY);
        if (away.compareTo(SHORTEST_AWAY) < 0) {
            return SHORTEST_AWAY;
        }
        return away.compareTo(LONGEST_AWAY) > 0 ? LONGEST_AWAY : away;
    }

    /** Time between two mails; zero if there is no rate. */
    Duration spacing(Limit limit) {
        return limit.rate() == null
                ? Duration.ZERO
                : Duration.ofNanos((long) (NANOS / (limit.rate().perSecond() * factor)));
    }

    /** Maximum mails booked by one batch at a time, so that they do not stay in memory for long; at least one. */
    private int atOnce(Limit limit) {
        long spacing = spacing(limit).toNanos();
        return spacing == 0 ? Integer.MAX_VALUE : (int) Math.max(1, AHEAD.toNanos() / spacing);
    }

    private Booked of(Booking booking) {
        return booking.urgent() ? urgent : others;
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
