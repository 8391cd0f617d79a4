package io.postrider.ingest.web.body;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.postrider.ingest.web.CallerIdentity;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.ResourceMethods;
import io.postrider.ingest.web.WebMeters;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads whole bodies of calls without blocking a thread, and enforces their limits: bytes of one body, memory of all,
 * time and rate. Quarkus' own reading enforces only the first, and without a problem document.
 */
@Singleton
public class BodyReader {
    /** Bytes of a body of a call that is no {@link LargeBody}: a reason at most. */
    static final long SMALL = 16 << 10;

    /**
     * A refused body of up to this multiple of the limit is read and discarded. Many clients read the answer only after they have
     * sent everything; otherwise they would see a broken connection instead of the problem document.
     */
    private static final int DRAINED = 4;

    /** How long a client whose body was too slow has to read the answer. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    /** A slow start does not count as a slow body. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final long UNKNOWN = -1;
    private static final Set<HttpMethod> BODILESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Vertx vertx;
    private final CallerIdentity callers;
    private final Predicate<String> takesLarge;
    private final BodyTransfer.Limits large;
    private final BodyTransfer.Limits small;
    private final BodyMemory room;

    BodyReader(
            Vertx vertx,
            BodySettings settings,
            CallerIdentity callers,
            WebMeters meters,
            ResourceMethods resources,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.vertx = vertx;
        this.callers = callers;
        this.takesLarge = resources.pathsWith(LargeBody.class);
        long rate = Math.max(1, settings.minimumRate().asLongValue());
        this.large = new BodyTransfer.Limits(limit.asLongValue(), settings.bodyTimeout(), rate, GRACE);
        this.small = new BodyTransfer.Limits(Math.min(SMALL, large.bytes()), settings.bodyTimeout(), rate, GRACE);
        long inFlight = settings.bodiesInFlight().asLongValue();
        if (inFlight < 2 * large.bytes()) {
            throw new IllegalArgumentException(
                    "postrider.submit.bodies-in-flight is %d; give at least twice quarkus.http.limits.max-body-size, %d"
                            .formatted(inFlight, 2 * large.bytes()));
        }
        this.room = new BodyMemory(inFlight, System::nanoTime);
        meters.bodiesHeld(room::held);
    }

    /** Whether no resource needs the body, whatever is sent. */
    static boolean none(HttpServerRequest request) {
        return BODILESS.contains(request.method());
    }

    /** 413 if Content-Length exceeds the limit, before any of the body is read; else null. */
    Problem tooLarge(RoutingContext call) {
        long limit = limits(call).bytes();
        return declared(call.request()) > limit ? BodyProblems.tooLarge(limit) : null;
    }

    /** The whole body, whose memory counts until the call is answered. Fails with a {@link Problem.Refusal}. */
    Uni<RequestBody> read(RoutingContext call) {
        return Uni.createFrom()
                .emitter(answer -> new BodyTransfer(
                                vertx,
                                call,
                                limits(call),
                                declared(call.request()),
                                callers.nameOf(call),
                                room,
                                this::drain,
                                answer)
                        .start());
    }

    private BodyTransfer.Limits limits(RoutingContext call) {
        return takesLarge.test(call.normalizedPath()) ? large : small;
    }

    /** Discards the rest of a refused body, up to a limit. */
    public void throwAway(HttpServerRequest request, long seen) {
        drain(request, seen, false);
    }

    private void drain(HttpServerRequest request, long seen, boolean slow) {
        AtomicLong all = new AtomicLong(seen);
        request.handler(part -> {
            if (all.addAndGet(part.length()) > DRAINED * large.bytes()) {
                request.connection().close();
            }
        });
        request.resume();
        if (!request.isEnded()) {
            Duration time = slow ? LINGER : large.time();
            long timer =
                    vertx.setTimer(time.toMillis(), late -> request.connection().close());
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
}
