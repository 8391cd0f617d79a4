package io.postrider.ingest.web.body;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.postrider.ingest.web.Problem;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;

/**
 * A body being received. Memory is reserved as bytes arrive; while there is none, reading pauses. Runs on the call's
 * event loop.
 */
public final class BodyTransfer {
    /** Interval of retries while a body waits for memory. */
    private static final long STEP_MILLIS = 50;

    private static final int STEPS = 20;

    private static final long NONE = -1;

    /**
     * The limits of every body.
     *
     * @param bytes maximum bytes
     * @param time maximum time from the header to the end of the body
     * @param rate minimum bytes per second, on average
     * @param grace how long the rate is not checked
     */
    public record Limits(long bytes, Duration time, long rate, Duration grace) {}

    /** Reads and discards the rest of a refused body. */
    @FunctionalInterface
    public interface Drain {
        void read(HttpServerRequest request, long seen, boolean slow);
    }

    private final Vertx vertx;
    private final RoutingContext call;
    private final HttpServerRequest request;
    private final Limits limits;
    private final long declared;
    private final Drain drain;
    private final UniEmitter<? super RequestBody> answer;
    private final HeldMemory holding;
    private final long startedAt = System.nanoTime();
    private byte[] bytes = {};
    private int length;
    private long timer = NONE;
    private Buffer waiting;
    private boolean over;

    /**
     * @param declared its Content-Length, or a negative number
     * @param client the sender, or null
     */
    public BodyTransfer(
            Vertx vertx,
            RoutingContext call,
            Limits limits,
            long declared,
            String client,
            BodyMemory room,
            Drain drain,
            UniEmitter<? super RequestBody> answer) {
        this.vertx = vertx;
        this.call = call;
        this.request = call.request();
        this.limits = limits;
        this.declared = declared;
        this.drain = drain;
        this.answer = answer;
        Context loop = vertx.getOrCreateContext();
        this.holding = room.enter(client, () -> loop.runOnContext(now -> slow(BodyProblems.slowest())));
    }

    public void start() {
        call.addEndHandler(ended -> end());
        if (request.isEnded()) {
            whole();
            return;
        }
        sayContinue();
        request.handler(this::take);
        request.exceptionHandler(broken -> end());
        request.endHandler(ended -> whole());
        request.resume();
        if (!request.isEnded() && !over) {
            watch();
        }
    }

    /** Called when the call is answered or its client has disconnected. */
    private void end() {
        over = true;
        stopWatching();
        waiting = null;
        bytes = null;
        holding.leave();
    }

    private void whole() {
        stopWatching();
        // If it was just dropped to make room, the client has its answer.
        if (!over && waiting == null && holding.whole()) {
            over = true;
            answer.complete(new RequestBody(bytes, length, holding));
        }
    }

    private void take(Buffer part) {
        if (over) {
            return;
        }
        long size = (long) length + part.length();
        if (size > limits.bytes()) {
            refuse(BodyProblems.tooLarge(limits.bytes()), size, false);
            return;
        }
        holding.arrived(part.length());
        if (!append(part)) {
            request.pause();
            holding.waits(true);
            waiting = part;
            tryAgain(STEPS);
        }
    }

    /** @return false if there is no memory for it now */
    private boolean append(Buffer part) {
        int size = length + part.length();
        if (size > bytes.length) {
            // The buffer is doubled, so that copying stays proportional; never more than can still arrive.
            long most = declared < 0 ? limits.bytes() : Math.max(declared, size);
            int capacity = (int) Math.max(size, Math.min(2L * bytes.length, most));
            if (holding.take(capacity - bytes.length) != BodyMemory.Verdict.TAKEN) {
                return false;
            }
            bytes = Arrays.copyOf(bytes, capacity);
        }
        part.getBytes(bytes, length);
        length = size;
        return true;
    }

    private void tryAgain(int steps) {
        vertx.setTimer(STEP_MILLIS, later -> {
            if (over) {
                return;
            }
            if (append(waiting)) {
                waiting = null;
                holding.waits(false);
                request.resume();
                if (request.isEnded()) {
                    whole();
                }
            } else if (steps > 1) {
                tryAgain(steps - 1);
            } else {
                refuse(holding.take(1).problem(), (long) length + waiting.length(), false);
            }
        });
    }

    /** RFC 9110, 10.1.1: a client that sends Expect: 100-continue is refused without sending a byte. */
    private void sayContinue() {
        if (HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(
                String.valueOf(request.getHeader(HttpHeaderNames.EXPECT)))) {
            call.response().writeContinue();
        }
    }

    /** Schedules the next check: when the rate or the total time would be exceeded if nothing more arrived. */
    private void watch() {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startedAt);
        Duration allowed = Duration.ofMillis(Math.max(limits.grace().toMillis(), length * 1_000L / limits.rate() + 1));
        Duration end = allowed.compareTo(limits.time()) < 0 ? allowed : limits.time();
        if (waiting == null && elapsed.compareTo(end) >= 0) {
            slow(BodyProblems.slow(limits.time(), limits.rate()));
            return;
        }
        long wait = Math.max(STEP_MILLIS, end.minus(elapsed).toMillis() + 1);
        timer = vertx.setTimer(wait, later -> watch());
    }

    private void stopWatching() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }

    private void slow(Problem problem) {
        if (!over) {
            if (request.version() != HttpVersion.HTTP_2) {
                call.response().putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
            refuse(problem, length, true);
        }
    }

    private void refuse(Problem problem, long seen, boolean slow) {
        over = true;
        stopWatching();
        holding.leave();
        bytes = null;
        waiting = null;
        drain.read(request, seen, slow);
        answer.fail(problem.refusal());
    }
}
