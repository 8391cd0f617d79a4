package io.postrider.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalInt;

/**
 * How far a way with limits is booked: a virtual schedule as of the generic cell rate algorithm (ITU-T I.371), without a
 * burst. Mails are booked only a little ahead; what does not fit joins a line and comes back when its turn is near. So a
 * rate that changes holds for all but the next seconds, and a batch mostly waits once.
 *
 * @param nextAt when the next mail may go
 * @param lineAt the turn of who joins the line now
 * @param urgentAt like {@code nextAt} for urgent mail, which does not stand in line
 * @param factor of the full rate: below 1 after the provider asked for less
 * @param adjustedAt when the factor was changed last
 * @param day of UTC
 * @param dayMails booked on that day
 */
record Throttle(
        Instant nextAt,
        Instant lineAt,
        Instant urgentAt,
        double factor,
        Instant adjustedAt,
        LocalDate day,
        int dayMails) {

    /** So far ahead mails are booked: they wait in the memory of the sender that booked them. */
    static final Duration AHEAD = Duration.ofSeconds(2);

    /** Nobody stays away longer: when a rate has recovered, it must be used. */
    static final Duration LONGEST_AWAY = Duration.ofMinutes(5);

    /** Comes back so much before its turn: the way through the broker and the router takes a while. */
    private static final Duration EARLY = Duration.ofSeconds(1);

    private static final Duration SHORTEST_AWAY = Duration.ofMillis(200);

    /** One burst of "slow down" replies is one reason to do so. */
    private static final Duration CALM = Duration.ofSeconds(10);

    private static final double LOWEST_FACTOR = 1.0 / 64;
    private static final long NANOS = 1_000_000_000L;

    static Throttle unused(Instant now) {
        return new Throttle(now, now, now, 1, now, day(now), 0);
    }

    /** What this way can offer. */
    record Room(int mails, Instant start, boolean dayIsFull) {}

    /** @param joins whether the line gets longer by it */
    record Turn(Instant at, boolean joins) {}

    /** As it stands now: another day may have begun, and the rate may have recovered. */
    Throttle at(Instant now, Recovery recovery) {
        LocalDate today = day(now);
        Throttle current =
                today.isAfter(day) ? new Throttle(nextAt, lineAt, urgentAt, factor, adjustedAt, today, 0) : this;
        long steps = Duration.between(adjustedAt, now).toMillis()
                / Math.max(1, recovery.every().toMillis());
        if (factor >= 1 || steps < 1) {
            return current;
        }
        double recovered = Math.min(1, factor + steps * recovery.step());
        Instant since = adjustedAt.plus(recovery.every().multipliedBy(steps));
        return new Throttle(nextAt, lineAt, urgentAt, recovered, since, current.day, current.dayMails);
    }

    /** The provider asked for less: half the rate (additive increase, multiplicative decrease). */
    Throttle slowed(Instant now) {
        boolean calm = factor >= 1 || Duration.between(adjustedAt, now).compareTo(CALM) >= 0;
        return calm
                ? new Throttle(nextAt, lineAt, urgentAt, Math.max(LOWEST_FACTOR, factor / 2), now, day, dayMails)
                : this;
    }

    Room room(Limit limit, Booking booking, Instant now) {
        Instant start = later(now, booking.urgent() ? urgentAt : nextAt);
        boolean othersAreFirst = !booking.urgent() && booking.turn() == null && lineAt.isAfter(now.plus(AHEAD));
        OptionalInt daily =
                limit.warmUp() == null ? OptionalInt.empty() : limit.warmUp().limit(day);
        int leftToday = daily.isEmpty() ? Integer.MAX_VALUE : Math.max(0, daily.getAsInt() - dayMails);
        boolean near = !othersAreFirst && !start.isAfter(now.plus(AHEAD));
        int mails = near ? Math.min(Math.min(booking.mails(), atOnce(limit)), leftToday) : 0;
        return new Room(mails, start, leftToday <= mails);
    }

    /** Books mails from {@code start} on. */
    Throttle booked(Limit limit, Booking booking, int mails, Instant start, Instant now) {
        Duration taken = spacing(limit).multipliedBy(mails);
        // Urgent mail takes its share of the rate from the others, though it does not wait for them.
        Instant next = booking.urgent() ? later(now, nextAt).plus(taken) : start.plus(taken);
        Instant urgent = booking.urgent() ? start.plus(taken) : urgentAt;
        return new Throttle(next, lineAt, urgent, factor, adjustedAt, day, dayMails + mails);
    }

    /**
     * The turn of the mails of a batch for which there was no room, where this already has those booked for which there was.
     * Who has a turn keeps it unless its whole stretch of the line has passed, as it does when the rate is lowered.
     */
    Turn turn(Limit limit, Booking booking, int granted, Room room, Instant now) {
        if (room.dayIsFull()) {
            return new Turn(day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC), false);
        }
        if (booking.urgent()) {
            return new Turn(later(now, urgentAt), false);
        }
        Duration stretch = spacing(limit).multipliedBy(booking.mails());
        Instant free = later(now, nextAt);
        if (booking.turn() != null && booking.turn().plus(stretch).isAfter(free)) {
            return new Turn(later(free, booking.turn().plus(spacing(limit).multipliedBy(granted))), false);
        }
        return new Turn(later(lineAt, free), true);
    }

    /** Has the line end behind those who got this turn. */
    Throttle lined(Limit limit, Instant turn, int mails) {
        Instant end = turn.plus(spacing(limit).multipliedBy(mails));
        return new Throttle(nextAt, later(lineAt, end), urgentAt, factor, adjustedAt, day, dayMails);
    }

    /** From now until who has this turn should come back. */
    static Duration comeBack(Instant turn, Instant now) {
        Duration away = Duration.between(now, turn).minus(EARLY);
        if (away.compareTo(SHORTEST_AWAY) < 0) {
            return SHORTEST_AWAY;
        }
        return away.compareTo(LONGEST_AWAY) > 0 ? LONGEST_AWAY : away;
    }

    /** Between two mails; zero if there is no rate. */
    Duration spacing(Limit limit) {
        return limit.rate() == null
                ? Duration.ZERO
                : Duration.ofNanos((long) (NANOS / (limit.rate().perSecond() * factor)));
    }

    /** What is booked by one batch at a time, so that it does not stay in memory for long; at least one mail. */
    private int atOnce(Limit limit) {
        long spacing = spacing(limit).toNanos();
        return spacing == 0 ? Integer.MAX_VALUE : (int) Math.max(1, AHEAD.toNanos() / spacing);
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
