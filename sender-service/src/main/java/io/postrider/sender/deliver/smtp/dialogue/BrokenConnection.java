package io.postrider.sender.deliver.smtp.dialogue;

import io.postrider.sender.deliver.transport.ReplyLines;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Reply;

/**
 * How a connection ended prematurely.
 *
 * @param why the reason, for logs and events
 * @param reply the server's last reply if it gives a reason, else null
 */
public record BrokenConnection(Cause cause, String why, Reply reply) {
    public enum Cause {
        /** The server closed it, or the network did. */
        CLOSED,
        /** The server replied 421 (RFC 5321, 3.8). */
        TURNED_AWAY,
        /** The server did not answer in time. */
        TIMEOUT,
        /** The session can carry no further mail; the next mail needs a new connection. */
        USED_UP,
        /** The server requires TLS, which failed on this connection; a new connection may succeed. */
        TLS_WANTED,
        /** The server's reply makes no sense here. */
        NONSENSE,
        /** We cut the connection because the transport is closing. */
        CUT
    }

    static BrokenConnection closed(String why) {
        return new BrokenConnection(Cause.CLOSED, why, null);
    }

    public static BrokenConnection nonsense(String why) {
        return new BrokenConnection(Cause.NONSENSE, why, null);
    }

    public static BrokenConnection usedUp(String why) {
        return new BrokenConnection(Cause.USED_UP, why, null);
    }

    /** Always temporary: a 5yz reply here only concerns a session without TLS. */
    public static BrokenConnection tlsWanted(ReplyLines said) {
        String why = "the server requires TLS, which failed: " + said.summary();
        return new BrokenConnection(Cause.TLS_WANTED, why, new Reply(454, "4.7.0", "Postrider: " + why));
    }

    public boolean closedByServer() {
        return cause == Cause.CLOSED || cause == Cause.TURNED_AWAY;
    }

    /** Whether the next mail would fail as well. */
    public boolean serverIsAway() {
        return cause == Cause.TURNED_AWAY || cause == Cause.TIMEOUT;
    }

    /** A 421 is an answer to the mail: it was not accepted. */
    public Handover whenTransmitted() {
        return cause == Cause.TURNED_AWAY ? whenBegun() : new Handover.Interrupted(why);
    }

    /** The server had seen the mail. If we cut the connection ourselves, that is not the mail's fault. */
    public Handover.Unreachable whenBegun() {
        return new Handover.Unreachable(why, reply, cause != Cause.CUT);
    }

    public Handover.Unreachable unreachable() {
        return new Handover.Unreachable(why, reply);
    }
}
