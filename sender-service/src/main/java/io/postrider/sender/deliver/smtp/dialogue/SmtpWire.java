package io.postrider.sender.deliver.smtp.dialogue;

import io.postrider.sender.deliver.transport.FailureReason;
import io.postrider.sender.deliver.transport.ReplyLines;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * One connection: its writes, and the callers that wait for replies. Replies arrive in the order of the commands (RFC
 * 2920, 3.1), so the callers are queued. The deadline of each starts when it is first in the queue. All calls are made
 * on the connection's event loop.
 */
public final class SmtpWire {
    private record Awaited(DialogueStep stage, Consumer<ReplyLines> then) {}

    private static final Logger LOG = Logger.getLogger(SmtpWire.class);

    private final Vertx vertx;
    private final NetSocket socket;
    private final SmtpSettings.Timeouts timeouts;
    private final ReplyReader reader = new ReplyReader();
    private final ArrayDeque<Awaited> awaited = new ArrayDeque<>();
    private Consumer<BrokenConnection> onBroken = broken -> {};
    private UnaryOperator<ReplyLines> cleaning = UnaryOperator.identity();
    private boolean open = true;
    private DialogueStep current;
    private long deadline;
    private long alarm = -1;
    private long alarmAt;
    private String failure;

    public SmtpWire(Vertx vertx, NetSocket socket, SmtpSettings.Timeouts timeouts) {
        this.vertx = vertx;
        this.socket = socket;
        this.timeouts = timeouts;
        socket.exceptionHandler(e -> failure = FailureReason.reason(e));
        socket.closeHandler(end -> breakUp(BrokenConnection.closed(
                "the connection was closed " + where() + (failure == null ? "" : " (" + failure + ")"))));
        socket.handler(this::read);
    }

    /** Called at most once, when the connection breaks. */
    public void onBroken(Consumer<BrokenConnection> next) {
        onBroken = next;
    }

    /** Called with every reply before it is processed. */
    public void cleanReplies(UnaryOperator<ReplyLines> next) {
        cleaning = next;
    }

    public void write(Buffer bytes) {
        socket.write(bytes);
    }

    public void command(String line, DialogueStep stage, Consumer<ReplyLines> then) {
        socket.write(line + "\r\n");
        await(stage, then);
    }

    /** Waits for the reply to a command that is, or is about to be, written. */
    public void await(DialogueStep stage, Consumer<ReplyLines> then) {
        awaited.add(new Awaited(stage, then));
        if (awaited.size() == 1) {
            within(stage);
        }
    }

    /** Starts the timeout of a stage in which no reply is expected. */
    public void within(DialogueStep stage) {
        current = stage;
        deadline = System.nanoTime() + stage.timeout(timeouts).toNanos();
        // The timer is not restarted for each reply: if it fires too early, it is set again.
        if (alarm < 0) {
            setAlarm();
        } else if (deadline < alarmAt) {
            vertx.cancelTimer(alarm);
            setAlarm();
        }
    }

    public boolean full() {
        return socket.writeQueueFull();
    }

    public void whenDrained(Runnable then) {
        socket.drainHandler(drained -> {
            socket.drainHandler(null);
            if (open) {
                then.run();
            }
        });
    }

    public boolean encrypted() {
        return socket.isSsl();
    }

    /** Continues under TLS. Plain text that arrived after the 220 may come from an attacker (RFC 3207, 6). */
    public void startTls(Runnable then) {
        if (reader.hasMore()) {
            breakUp(BrokenConnection.nonsense("the server sent more than the reply to STARTTLS"));
            return;
        }
        within(DialogueStep.TLS);
        socket.upgradeToSsl().onComplete(result -> secured(result, then));
    }

    private void secured(AsyncResult<Void> result, Runnable then) {
        if (!open) {
            return;
        }
        if (result.succeeded()) {
            then.run();
        } else {
            breakUp(BrokenConnection.closed("no TLS: " + FailureReason.reason(result.cause())));
        }
    }

    /** Closes it without a callback. */
    public void close() {
        onBroken = broken -> {};
        breakUp(BrokenConnection.closed("closed by us"));
    }

    public void breakUp(BrokenConnection broken) {
        if (!open) {
            return;
        }
        open = false;
        if (alarm >= 0) {
            vertx.cancelTimer(alarm);
        }
        socket.close();
        onBroken.accept(broken);
    }

    private void read(Buffer bytes) {
        if (!open) {
            return;
        }
        try {
            reader.read(bytes, this::dispatch);
        } catch (ReplyReader.MalformedException e) {
            LOG.debugf("%s: %s: %s", socket.remoteAddress(), e.getMessage(), e.start());
            breakUp(BrokenConnection.nonsense(e.getMessage()));
        } catch (RuntimeException e) {
            // A bug of ours. Fail the waiting callers, since nothing else would wake them.
            LOG.errorf(e, "processing a reply %s failed", where());
            breakUp(BrokenConnection.nonsense("processing the reply failed"));
        }
    }

    private void dispatch(ReplyLines received) {
        if (!open) {
            return;
        }
        ReplyLines lines = cleaning.apply(received);
        Awaited first = awaited.poll();
        if (lines.code() == ReplyLines.SERVICE_CLOSES) {
            String where = first == null ? "in between" : "to " + first.stage();
            breakUp(new BrokenConnection(
                    BrokenConnection.Cause.TURNED_AWAY, "the server answered 421 %s".formatted(where), lines.reply()));
        } else if (first == null) {
            breakUp(new BrokenConnection(
                    BrokenConnection.Cause.NONSENSE, "the server sent an unexpected reply", lines.reply()));
        } else {
            rest();
            first.then().accept(lines);
        }
    }

    private void rest() {
        if (awaited.isEmpty()) {
            current = null;
        } else {
            within(awaited.peek().stage());
        }
    }

    private void setAlarm() {
        alarmAt = deadline;
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1);
        alarm = vertx.setTimer(millis, this::ring);
    }

    private void ring(long timer) {
        alarm = -1;
        if (!open || current == null) {
            return;
        }
        if (System.nanoTime() - deadline >= 0) {
            breakUp(new BrokenConnection(
                    BrokenConnection.Cause.TIMEOUT,
                    "no answer within %s %s".formatted(FailureReason.text(current.timeout(timeouts)), where()),
                    null));
        } else {
            setAlarm();
        }
    }

    private String where() {
        return current == null ? "in between" : "at " + current;
    }
}
