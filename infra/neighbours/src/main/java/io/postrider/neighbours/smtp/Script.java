package io.postrider.neighbours.smtp;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Decides what the sink does. Called by many connections at once. */
@FunctionalInterface
public interface Script {
    Action at(ScriptContext moment);

    /** A server that accepts everything. */
    static Script acceptAll() {
        Action proceed = Action.proceed();
        return moment -> proceed;
    }

    /** Does this whenever that stage is reached. */
    static Script at(SmtpStage stage, Action action) {
        return moment -> moment.stage() == stage ? action : Action.proceed();
    }

    /** Applies this action to RCPT for addresses that contain a match of the pattern. */
    static Script refuseRecipient(String pattern, int code, String text) {
        Pattern address = Pattern.compile(pattern);
        return moment -> moment.stage() == SmtpStage.RCPT
                        && address.matcher(moment.line()).find()
                ? Action.answer(code, text)
                : Action.proceed();
    }

    /** Uses this script for its first {@code times} actions, then accepts everything. */
    default Script firstTimes(int times) {
        AtomicInteger left = new AtomicInteger(times);
        return moment -> {
            Action action = at(moment);
            return action instanceof Action.Proceed || left.getAndDecrement() <= 0 ? Action.proceed() : action;
        };
    }

    /** Uses this script, and the other one where this one has no action. */
    default Script or(Script other) {
        return moment -> {
            Action action = at(moment);
            return action instanceof Action.Proceed ? other.at(moment) : action;
        };
    }
}
