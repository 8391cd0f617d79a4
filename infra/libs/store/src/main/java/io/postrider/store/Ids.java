package io.postrider.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.UUID;

/** Ids as PostgreSQL orders them: by their bytes, which for a UUIDv7 (RFC 9562, 5.7) is the order of time. */
public final class Ids {
    /** {@link UUID#compareTo} takes both halves as signed numbers, which PostgreSQL does not. */
    public static final Comparator<UUID> ORDER = Comparator.comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TIME_SHIFT = 16;
    private static final long VERSION_7 = 0x7000L;
    private static final long AFTER_VERSION = 0x0fffL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long AFTER_VARIANT = 0x3fff_ffff_ffff_ffffL;

    private Ids() {}

    /** The least of the ids that are made from a moment on. */
    public static UUID firstOf(Instant moment) {
        return new UUID(moment.toEpochMilli() << TIME_SHIFT, 0);
    }

    /** A new one, as if made at that moment. Two of one millisecond are in no order. */
    public static UUID madeAt(Instant moment) {
        return new UUID(
                moment.toEpochMilli() << TIME_SHIFT | VERSION_7 | RANDOM.nextLong() & AFTER_VERSION,
                VARIANT | RANDOM.nextLong() & AFTER_VARIANT);
    }

    /** @param ids at least one */
    public static UUID least(Collection<UUID> ids) {
        return ids.stream().min(ORDER).orElseThrow();
    }

    /** @param ids at least one */
    public static UUID greatest(Collection<UUID> ids) {
        return ids.stream().max(ORDER).orElseThrow();
    }
}
