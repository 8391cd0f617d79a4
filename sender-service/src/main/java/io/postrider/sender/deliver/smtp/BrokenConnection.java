package io.postrider.sender.deliver.smtp;

import io.postrider.sender.deliver.transport.ReplyLines;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Reply;

/**
 * How a connection ended prematurely.
 *
 * @param why the reason, for logs and events
 * @param reply the server's last reply if it gives a reason, else null
 */
record BrokenConnection(Cause cause, String why, Reply reply) {
    enum Cause {
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

    static BrokenConnection nonsense(String why) {
        return new BrokenConnection(Cause.NONSENSE, why, null);
    }

    static BrokenConnection usedUp(String why) {
        return new BrokenConnection(Cause.USED_UP, why, null);
    }

    /** Always temporary: a 5yz reply here only concerns a session without TLS. */
    static BrokenConnection tlsWanted(ReplyLines said) {
        String why = "the server requires TLS, which failed: " + said.summary();
        return new BrokenConnection(Cause.TLS_WANTED, why, new Reply(454, "4.7.0", "Postrider: " + why));
    }

    boolean closedByServer() {
        return cause == Cause.CLOSED || cause == Cause.TURNED_AWAY;
    }

    /** Whether the next mail would fail as well. */
    boolean serverIsAway() {
        return cause == Cause.TURNED_AWAY || cause == Cause.TIMEOUT;
    }

    /** A 421 is an answer to the mail: it was not accepted. */
    Handover whenTransmitted() {
        return cause == Cause.TURNED_AWAY ? whenBegun() : new Handover.Interrupted(why);
    }

    /** The server had seen the mail. If we cut the connection ourselves, that is not the mail's fault. */
    Handover.Unreachable whenBegun() {
        return new Handover.Unreachable(why, reply, cause != Cause.CUT);
    }

    Handover.Unreachable unreachable() {
        return new Handover.Unreachable(why, reply);
    }
}
