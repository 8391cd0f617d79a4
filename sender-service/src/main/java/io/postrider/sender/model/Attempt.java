package io.postrider.sender.model;

import io.postrider.replies.Bounce;
import io.postrider.replies.Category;
import io.postrider.replies.Classification;
import io.postrider.replies.DialogueStage;
import io.postrider.replies.RefusalSubject;

/**
 * One try to hand one recipient's mail to the routes that were chosen for it.
 *
 * @param route the route that gave the answer, or the last one that was tried; null if there is none
 * @param handover its answer
 * @param bounce what a refusal means; null if the mail was taken
 * @param ofRoute whether a permanent refusal does not concern the mail, which therefore waits: a smart host refused us
 *     or the sender
 */
public record Attempt(String route, Handover handover, Bounce bounce, boolean ofRoute) {
    private static final Bounce NETWORK = new Bounce(Category.NETWORK, false);

    /** Made at no server: the mail was not begun. */
    public static Attempt of(String route, Handover handover) {
        return new Attempt(route, handover, bounce(handover), false);
    }

    /**
     * Made at a server of the recipient's domain.
     *
     * @param fromDomain of the From address, in lower case
     */
    public static Attempt atMailServer(String route, Handover handover, Envelope envelope, String fromDomain) {
        return new Attempt(route, handover, bounce(handover, envelope, fromDomain), false);
    }

    /** Made at a smart host: a refusal of us would apply to any mail. */
    public static Attempt atSmartHost(String route, Handover handover, Envelope envelope, String fromDomain) {
        Bounce bounce = bounce(handover, envelope, fromDomain);
        // A refusal without a stage is from our own check of the mail.
        boolean ofRoute = handover instanceof Handover.Refused refused
                && refused.reply().permanent()
                && refused.stage() != DialogueStage.UNKNOWN
                && bounce.about() != RefusalSubject.MAIL;
        return new Attempt(route, handover, bounce, ofRoute);
    }

    /** The same, but the mail waits. */
    public Attempt withheld() {
        return new Attempt(route, handover, bounce, true);
    }

    /** Whether another route may be tried immediately. */
    public boolean mayGoElsewhere() {
        return ofRoute || handover instanceof Handover.Unreachable;
    }

    /** Whether the server has seen this mail, so that the attempt counts. */
    public boolean begun() {
        return !(handover instanceof Handover.Unreachable unreachable) || unreachable.begun();
    }

    private static Bounce bounce(Handover handover, Envelope envelope, String fromDomain) {
        Bounce bounce = bounce(handover);
        return handover instanceof Handover.Refused refused
                        && NamedSender.isIn(refused.reply().text(), envelope, fromDomain)
                ? bounce.namingSender()
                : bounce;
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
