package io.postrider.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.UUID;

/** Ids as PostgreSQL orders them: by their bytes, which for a UUIDv7 (RFC 9562, 5.7) is the order of time. */
public final class Ids {
    /** {@link UUID#compareTo} takes both halves as signed numbers, which PostgreSQL does not. */
    public static final Comparator<UUID> ORDER = Comparator.comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    private Ids() {}

    /** @param ids at least one */
    public static UUID least(Collection<UUID> ids) {
        return ids.stream().min(ORDER).orElseThrow();
    }

    /** @param ids at least one */
    public static UUID greatest(Collection<UUID> ids) {
        return ids.stream().max(ORDER).orElseThrow();
    }
}
