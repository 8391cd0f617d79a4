package io.postrider.sender.model;

import io.postrider.replies.DialogueStage;
import io.postrider.text.OutsideText;

/** The result of handing one mail to one route. */
public sealed interface Handover {

    /** The server took responsibility for the mail (RFC 5321, 4.2.5). */
    record Accepted(Reply reply) implements Handover {}

    /**
     * The server refused this mail, temporarily (4yz) or permanently (5yz).
     *
     * @param stage what it refused: the refusal of a sender says nothing about the recipient
     */
    record Refused(Reply reply, DialogueStage stage) implements Handover {
        public Refused(Reply reply) {
            this(reply, DialogueStage.UNKNOWN);
        }
    }

    /**
     * The route took nothing: no connection, no TLS, no login, a rejecting greeting, or a connection that closed before
     * the mail was transmitted. Another route may be tried at once.
     *
     * @param reply the server's reply if there was one, else null
     * @param begun whether the server had seen this mail: then the mail may be the reason, and the attempt counts
     */
    record Unreachable(String why, Reply reply, boolean begun) implements Handover {
        public Unreachable {
            why = OutsideText.clean(why);
        }

        public Unreachable(String why, Reply reply) {
            this(why, reply, false);
        }

        /**
         * The route is not configured as the server requires: reported like a server's temporary refusal (RFC 3207, 4;
         * RFC 4954, 6).
         */
        public static Unreachable notSetUp(String why) {
            return new Unreachable(why, new Reply(454, "4.7.0", "Postrider: " + why));
        }
    }

    /** The connection broke while the mail was being sent. Its outcome is unknown; it is tried again (RFC 5321, 4.5.4.1). */
    record Interrupted(String why) implements Handover {
        public Interrupted {
            why = OutsideText.clean(why);
        }
    }
}
