package io.postrider.sender.deliver.smtp.pool;

import io.postrider.sender.model.Draft;
import io.postrider.sender.model.Handover;
import java.util.function.Consumer;

/** A mail whose caller is waiting. It is in one queue or on one connection at a time, and is answered once. */
public final class PendingMail {
    /**
     * Maximum retries on new connections. A server that closes each connection after one mail costs the next mail one
     * retry; more retries indicate a fault.
     */
    private static final int TURNS = 3;

    private final Draft draft;
    private final Consumer<Handover> answer;
    private final Consumer<Throwable> fault;
    private int turns;

    public PendingMail(Draft draft, Consumer<Handover> answer, Consumer<Throwable> fault) {
        this.draft = draft;
        this.answer = answer;
        this.fault = fault;
    }

    Draft draft() {
        return draft;
    }

    /** Whether it may be retried on another connection after one broke before it was transmitted. */
    boolean mayTakeAnotherTurn() {
        return ++turns < TURNS;
    }

    void complete(Handover handover) {
        answer.accept(handover);
    }

    void fail(Throwable bug) {
        fault.accept(bug);
    }
}
