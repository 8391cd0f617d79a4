package io.postrider.ingest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads the bodies of calls, whole and without a thread, and holds them to their bounds: bytes of one, bytes of all that are
 * held at the same time, time. Quarkus' own reading answers with no problem document, and knows neither of the latter.
 */
@Singleton
class Bodies {
    /**
     * A refused body of up to so many times the limit is read and thrown away. Many clients read no answer before they have
     * sent all, and would see a broken connection where the problem document tells them what is wrong.
     */
    private static final int DRAINED = 4;

    private final Vertx vertx;
    private final Meters meters;
    private final long limit;
    private final long inFlightLimit;
    private final Duration timeout;
    private final AtomicLong inFlight = new AtomicLong();

    Bodies(
            Vertx vertx,
            Meters meters,
            IngestSettings settings,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.vertx = vertx;
        this.meters = meters;
        this.limit = limit.asLongValue();
        this.inFlightLimit = settings.submit().bodiesInFlight().asLongValue();
        this.timeout = settings.submit().bodyTimeout();
    }

    /** Goes on with the call when its body is there, or refuses it. */
    void read(RoutingContext call) {
        new Reading(call).start();
    }

    /** Answers with a problem document in place of going on; what there is of a body is thrown away. */
    void refuse(RoutingContext call, Problem problem) {
        new Reading(call).refuse(problem);
    }

    /** One body on its way. All of it happens on the call's event loop. */
    private final class Reading {
        private static final long UNKNOWN = -1;
        private static final long FIRST_BYTES = 64 * 1024;

        private final RoutingContext call;
        private final HttpServerRequest request;
        private final long declared;
        private final Buffer body;
        private long seen;
        private long reserved;
        private boolean refused;

        Reading(RoutingContext call) {
            this.call = call;
            this.request = call.request();
            this.declared = declared(request.getHeader(HttpHeaderNames.CONTENT_LENGTH));
            this.body = Buffer.buffer((int) Math.max(0, Math.min(declared, FIRST_BYTES)));
        }

        private static long declared(String header) {
            try {
                return header == null ? UNKNOWN : Long.parseLong(header);
            } catch (NumberFormatException e) {
                return UNKNOWN;
            }
        }

        void start() {
            if (declared > limit) {
                refuse(Problem.tooLarge(limit));
                return;
            }
            call.addEndHandler(ended -> inFlight.addAndGet(-reserved));
            // What does not say how long it is counts as it comes.
            if (declared > 0 && !reserve(declared)) {
                refuse(Problem.overloaded());
                return;
            }
            sayContinue();
            receive();
        }

        private void receive() {
            request.handler(this::take);
            request.endHandler(ended -> {
                if (!refused) {
                    BodyHandover.keep(call, body.getBytes());
                    call.next();
                }
            });
            request.resume();
            if (!request.isEnded()) {
                long timer = vertx.setTimer(timeout.toMillis(), late -> late());
                call.addEndHandler(ended -> vertx.cancelTimer(timer));
            }
        }

        private void take(Buffer part) {
            seen += part.length();
            if (refused) {
                drained();
            } else if (seen > limit) {
                refuse(Problem.tooLarge(limit));
            } else if (seen > reserved && !reserve(seen - reserved)) {
                refuse(Problem.overloaded());
            } else {
                body.appendBuffer(part);
            }
        }

        /** One body is always let in, however small the limit is. */
        private boolean reserve(long bytes) {
            long sum = inFlight.addAndGet(bytes);
            if (sum > inFlightLimit && sum > reserved + bytes) {
                inFlight.addAndGet(-bytes);
                return false;
            }
            reserved += bytes;
            return true;
        }

        /** RFC 9110, 10.1.1: a client that asks first gets a refusal without sending a byte. */
        private void sayContinue() {
            if (HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(
                    String.valueOf(request.getHeader(HttpHeaderNames.EXPECT)))) {
                call.response().writeContinue();
            }
        }

        private void late() {
            if (!refused && !request.isEnded()) {
                call.response().putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                refuse(Problem.slowBody(timeout));
            }
        }

        private void drained() {
            if (seen > DRAINED * limit) {
                request.connection().close();
            }
        }

        void refuse(Problem problem) {
            refused = true;
            meters.refused(problem.reason());
            HttpServerResponse response = call.response();
            if (declared > DRAINED * limit) {
                response.putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
            request.handler(thrownAway -> {
                seen += thrownAway.length();
                drained();
            });
            request.resume();
            if (!request.isEnded()) {
                long timer = vertx.setTimer(
                        timeout.toMillis(), late -> request.connection().close());
                request.endHandler(ended -> vertx.cancelTimer(timer));
            }
            response.setStatusCode(problem.status());
            response.putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
            if (problem.retryAfter() != null) {
                response.putHeader(
                        HttpHeaderNames.RETRY_AFTER,
                        Long.toString(problem.retryAfter().toSeconds()));
            }
            response.end(Buffer.buffer(problem.bytes()));
        }
    }
}
