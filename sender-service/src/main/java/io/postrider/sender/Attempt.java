package io.postrider.sender;

import io.postrider.bounce.Bounce;
import io.postrider.bounce.Category;
import io.postrider.bounce.Classification;
import io.postrider.bounce.DialogueStage;

/**
 * One try to hand one recipient's letter to the routes that were chosen for it.
 *
 * @param route the route that gave the answer, or the last one that was tried; null if there is none
 * @param handover its answer
 * @param bounce what a refusal means; null if the letter was taken
 */
public record Attempt(String route, Handover handover, Bounce bounce) {
    private static final Bounce NETWORK = new Bounce(Category.NETWORK, false);

    public static Attempt of(String route, Handover handover) {
        return new Attempt(route, handover, bounce(handover));
    }

    private static Bounce bounce(Handover handover) {
        if (handover instanceof Handover.Accepted) {
            return null;
        }
        Reply reply = null;
        DialogueStage stage = DialogueStage.UNKNOWN;
        if (handover instanceof Handover.Refused refused) {
            reply = refused.reply();
            stage = refused.stage();
        } else if (handover instanceof Handover.Unreachable unreachable) {
            reply = unreachable.reply();
            stage = unreachable.begun() ? stage : DialogueStage.CONNECT;
        }
        return reply == null ? NETWORK : Classification.of(reply.code(), reply.enhancedCode(), reply.text(), stage);
    }
}
