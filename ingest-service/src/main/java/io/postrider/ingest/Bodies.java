package io.postrider.ingest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads the bodies of calls, whole and without a thread, and holds them to their bounds: bytes of one, bytes of all that are
 * held at the same time, time. Quarkus' own reading answers with no problem document, and knows neither of the latter.
 */
@Singleton
public class Bodies {
    /**
     * A refused body of up to so many times the limit is read and thrown away. Many clients read no answer before they have
     * sent all, and would see a broken connection where the problem document tells them what is wrong.
     */
    private static final int DRAINED = 4;

    private static final long UNKNOWN = -1;
    private static final Set<HttpMethod> BODILESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Vertx vertx;
    private final long limit;
    private final long inFlightLimit;
    private final Duration timeout;
    private final AtomicLong inFlight = new AtomicLong();

    Bodies(
            Vertx vertx,
            IngestSettings settings,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.vertx = vertx;
        this.limit = limit.asLongValue();
        this.inFlightLimit = settings.submit().bodiesInFlight().asLongValue();
        this.timeout = settings.submit().bodyTimeout();
    }

    /** Whether nobody looks for a body, whatever is sent. */
    static boolean none(HttpServerRequest request) {
        return BODILESS.contains(request.method());
    }

    /** A refusal of what says itself that it is too large, before any of it is asked for; or null. */
    Problem tooLarge(HttpServerRequest request) {
        return declared(request) > limit ? Problem.tooLarge(limit) : null;
    }

    /** The whole body, whose bytes count as held until the call is answered. Fails with a {@link Problem.Refusal}. */
    Uni<byte[]> read(RoutingContext call) {
        return Uni.createFrom().emitter(answer -> new Reading(call, answer).start());
    }

    /** What comes of a refused body is read for nothing, but not for ever. */
    public void throwAway(HttpServerRequest request, long seen) {
        AtomicLong all = new AtomicLong(seen);
        request.handler(part -> {
            if (all.addAndGet(part.length()) > DRAINED * limit) {
                request.connection().close();
            }
        });
        request.resume();
        if (!request.isEnded()) {
            long timer = vertx.setTimer(
                    timeout.toMillis(), late -> request.connection().close());
            request.endHandler(ended -> vertx.cancelTimer(timer));
        }
    }

    private static long declared(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaderNames.CONTENT_LENGTH);
        try {
            return header == null ? UNKNOWN : Long.parseLong(header);
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    /** One body on its way. All of it happens on the call's event loop. */
    private final class Reading {
        private static final long FIRST_BYTES = 64 * 1024;

        private final RoutingContext call;
        private final HttpServerRequest request;
        private final UniEmitter<? super byte[]> answer;
        private final long declared;
        private final Buffer body;
        private long reserved;
        private boolean refused;

        Reading(RoutingContext call, UniEmitter<? super byte[]> answer) {
            this.call = call;
            this.request = call.request();
            this.answer = answer;
            this.declared = declared(request);
            this.body = Buffer.buffer((int) Math.max(0, Math.min(declared, FIRST_BYTES)));
        }

        void start() {
            call.addEndHandler(ended -> inFlight.addAndGet(-reserved));
            // What does not say how long it is counts as it comes.
            if (declared > 0 && !reserve(declared)) {
                refuse(Problem.overloaded(), 0);
            } else if (request.isEnded()) {
                answer.complete(body.getBytes());
            } else {
                sayContinue();
                receive();
            }
        }

        private void receive() {
            request.handler(this::take);
            request.endHandler(ended -> {
                if (!refused) {
                    answer.complete(body.getBytes());
                }
            });
            request.resume();
            if (!request.isEnded() && !refused) {
                long timer = vertx.setTimer(timeout.toMillis(), late -> late());
                call.addEndHandler(ended -> vertx.cancelTimer(timer));
            }
        }

        private void take(Buffer part) {
            long size = (long) body.length() + part.length();
            if (size > limit) {
                refuse(Problem.tooLarge(limit), size);
            } else if (size > reserved && !reserve(size - reserved)) {
                refuse(Problem.overloaded(), size);
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
                if (request.version() != HttpVersion.HTTP_2) {
                    call.response().putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                }
                refuse(Problem.slowBody(timeout), body.length());
            }
        }

        private void refuse(Problem problem, long seen) {
            refused = true;
            throwAway(request, seen);
            answer.fail(problem.refusal());
        }
    }
}
