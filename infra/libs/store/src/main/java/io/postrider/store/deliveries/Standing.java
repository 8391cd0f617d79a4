package io.postrider.store.deliveries;

/**
 * The recorded progress of a delivery when its batch arrives, if it is not new.
 *
 * @param state its state
 * @param attempts the last recorded attempt
 * @param halt whether its message was paused or cancelled
 */
public record Standing(State state, int attempts, Halt halt) {
    public static final Standing FRESH = new Standing(State.QUEUED, 0, Halt.NONE);

    /** Whether this attempt is already recorded: the batch is a duplicate. */
    public boolean covers(int attempt) {
        return state.isFinal() || attempts >= attempt;
    }
}
