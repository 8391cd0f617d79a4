package io.postrider.service;

import io.postrider.text.OutsideText;

/** Replaces a failure in the log: the same stack trace and causes, with cleaned messages. */
final class CleanFailure extends Throwable {
    /** Maximum depth of causes; deeper ones are omitted. */
    private static final int DEPTH = 20;

    private final String text;

    private CleanFailure(String text, Throwable of, Throwable cause) {
        super(text, cause, true, true);
        this.text = text;
        setStackTrace(of.getStackTrace());
    }

    /** @return the failure itself if there is nothing to remove */
    static Throwable of(Throwable failure) {
        return clean(failure, DEPTH) ? failure : copy(failure, DEPTH);
    }

    private static boolean clean(Throwable failure, int depth) {
        if (failure == null) {
            return true;
        }
        if (depth == 0) {
            return false;
        }
        String text = String.valueOf(failure);
        if (!text.equals(OutsideText.forLog(text)) || !clean(failure.getCause(), depth - 1)) {
            return false;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!clean(suppressed, depth - 1)) {
                return false;
            }
        }
        return true;
    }

    private static Throwable copy(Throwable failure, int depth) {
        if (failure == null || depth == 0) {
            return null;
        }
        CleanFailure copy = new CleanFailure(
                OutsideText.forLog(String.valueOf(failure)), failure, copy(failure.getCause(), depth - 1));
        for (Throwable suppressed : failure.getSuppressed()) {
            Throwable other = copy(suppressed, depth - 1);
            if (other != null) {
                copy.addSuppressed(other);
            }
        }
        return copy;
    }

    @Override
    public String toString() {
        return text;
    }
}
