package io.postrider.bench.capacity.simulation;

/** One recipient on the way. */
final class Mail {
    /** The campaign's number, or {@link #TRANSACTIONAL}. */
    final int campaign;

    final double acceptedAt;
    int attempt = 1;

    static final int TRANSACTIONAL = -1;

    Mail(int campaign, double acceptedAt) {
        this.campaign = campaign;
        this.acceptedAt = acceptedAt;
    }

    boolean urgent() {
        return campaign == TRANSACTIONAL;
    }
}
