package io.postrider.fuzz;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What the calling thread has cost: unlike the clock it does not go on while others have the machine. */
final class CpuTime {
    private CpuTime() {}

    static Duration now() {
        return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    static Duration since(Duration start) {
        return now().minus(start);
    }
}
