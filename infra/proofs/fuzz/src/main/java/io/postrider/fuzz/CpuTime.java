package io.postrider.fuzz;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The CPU time of the calling thread: unlike the clock, it does not advance while other threads run. */
final class CpuTime {
    private CpuTime() {}

    static Duration now() {
        return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    static Duration since(Duration start) {
        return now().minus(start);
    }
}
