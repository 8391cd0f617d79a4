package io.postrider.store.limits;

import io.postrider.store.limits.Booking.Grant;
import io.postrider.store.limits.Throttle.Room;
import io.postrider.store.limits.Throttle.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Books slots under several limits at once: as many mails as all of them have room for, from the time at which all have
 * room.
 */
final class Schedule {
    private final Instant now;
    private final List<Limit> limits;
    private final Map<String, Throttle> throttles = new HashMap<>();

    Schedule(Throttles.Locked locked, List<Limit> limits, Recovery recovery) {
        this.now = locked.now();
        this.limits = limits;
        limits.forEach(limit ->
                throttles.put(limit.name(), locked.throttles().get(limit.name()).at(now, recovery)));
    }

    /** The limits after booking. */
    Map<String, Throttle> throttles() {
        return throttles;
    }

    Grant book(Booking booking) {
        Map<String, Room> rooms = new HashMap<>();
        int mails = booking.mails();
        Instant start = now;
        for (Limit limit : limits) {
            Room room = of(limit).room(limit, booking, now);
            rooms.put(limit.name(), room);
            mails = Math.min(mails, room.mails());
            start = Throttle.later(start, room.start());
        }
        Duration spacing = Duration.ZERO;
        double factor = 1;
        for (Limit limit : limits) {
            Throttle throttle = of(limit);
            Duration own = throttle.spacing(limit);
            spacing = own.compareTo(spacing) > 0 ? own : spacing;
            factor = Math.min(factor, throttle.factor());
            if (mails > 0) {
                throttles.put(limit.name(), throttle.booked(limit, booking, mails, now));
            }
        }
        Instant slot = mails < booking.mails() ? slot(booking, mails, rooms) : now;
        return new Grant(mails, Duration.between(now, start), spacing, factor, slot, Throttle.returnAfter(slot, now));
    }

    /**
     * Queues mails without a slot: they join only the queue of the limit that had the least room, at its rate.
     */
    private Instant slot(Booking booking, int granted, Map<String, Room> rooms) {
        Instant latest = now;
        for (Limit limit : limits) {
            Room room = rooms.get(limit.name());
            if (room.mails() <= granted) {
                Throttle throttle = of(limit);
                Slot slot = throttle.slot(limit, booking, granted, room, now);
                if (slot.joins()) {
                    throttles.put(limit.name(), throttle.queued(limit, booking, slot.at(), booking.mails() - granted));
                }
                latest = Throttle.later(latest, slot.at());
            }
        }
        return latest;
    }

    private Throttle of(Limit limit) {
        return throttles.get(limit.name());
    }
}
