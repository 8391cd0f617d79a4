package io.postrider.sender.deliver;

import io.postrider.sender.Handover;
import io.postrider.sender.Letter;
import java.util.function.Consumer;

/** A letter for which somebody waits. It is held by one queue or one connection at a time, and answered once. */
final class PendingLetter {
    /** A server that closes each connection after one letter costs the next letter a turn; more turns mean a fault. */
    private static final int TURNS = 3;

    private final Letter letter;
    private final Consumer<Handover> answer;
    private final Consumer<Throwable> fault;
    private int turns;

    PendingLetter(Letter letter, Consumer<Handover> answer, Consumer<Throwable> fault) {
        this.letter = letter;
        this.answer = answer;
        this.fault = fault;
    }

    Letter letter() {
        return letter;
    }

    /** Whether it may wait for another connection once more, after one broke before it was transmitted. */
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
