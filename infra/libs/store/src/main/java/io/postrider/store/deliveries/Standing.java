package io.postrider.store.deliveries;

/**
 * Where a delivery stands when a batch with it arrives, if that is not at its beginning.
 *
 * @param state its state
 * @param attempts the last attempt that is on record
 * @param halt whether its message was paused or cancelled
 */
public record Standing(State state, int attempts, Halt halt) {
    public static final Standing FRESH = new Standing(State.QUEUED, 0, Halt.NONE);

    /** Whether this attempt is already on record: the batch is a second copy. */
    public boolean covers(int attempt) {
        return state.isFinal() || attempts >= attempt;
    }
}
