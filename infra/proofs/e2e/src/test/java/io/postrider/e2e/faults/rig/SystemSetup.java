package io.postrider.e2e.faults.rig;

/** The system that a fault befalls. */
public enum SystemSetup {
    /** One of each service. */
    ONE(1),
    /** Two of each service. */
    TWO(2),
    /** One of each service, with clocks that can be set. */
    CLOCKS(1),
    /** One of each service, which find their neighbours by names of a name server of ours. */
    NAMES(1);

    private final int replicas;

    SystemSetup(int replicas) {
        this.replicas = replicas;
    }

    public int replicas() {
        return replicas;
    }
}
