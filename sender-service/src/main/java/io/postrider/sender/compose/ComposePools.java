package io.postrider.sender.compose;

import io.postrider.mail.Lane;
import io.postrider.sender.model.Budget;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The compose pools of the lanes. Each lane has a share of the memory. Transactional mail has dedicated workers. The
 * other lanes share as many workers as there are processors, less one for transactional mail and the event loops, but
 * at least four: with few workers, one that waits for a processor keeps connections waiting
 * (infra/docs/performance.md).
 */
final class ComposePools {
    private final ExecutorService transactional;
    private final ExecutorService others;
    private final Map<Lane, ComposePool> lanes = new EnumMap<>(Lane.class);

    /**
     * @param bytes total memory of all lanes
     */
    ComposePools(long bytes, int processors) {
        transactional = workers("transactional", Math.max(1, processors / 2));
        others = workers("others", Math.max(4, processors - 1));
        for (Lane lane : Lane.values()) {
            lanes.put(
                    lane,
                    new ComposePool(
                            new Budget(share(bytes, lane)), lane == Lane.TRANSACTIONAL ? transactional : others));
        }
    }

    /** A quarter each for transactional and standard, the rest for bulk, in the same way as connections are divided. */
    static long share(long bytes, Lane lane) {
        return lane == Lane.BULK ? bytes - 2 * (bytes / 4) : bytes / 4;
    }

    private static ExecutorService workers(String name, int number) {
        AtomicInteger started = new AtomicInteger();
        return Executors.newFixedThreadPool(number, work -> {
            Thread thread = new Thread(work, "compose-" + name + "-" + started.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    ComposePool of(Lane lane) {
        return lanes.get(lane);
    }

    /** Finishes work in progress; accepts no more. */
    void close() {
        transactional.shutdown();
        others.shutdown();
    }
}
