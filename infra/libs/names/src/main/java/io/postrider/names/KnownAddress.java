package io.postrider.names;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** The address of one name. At most one question is under way; a lock guards the state, and no callback runs under it. */
final class KnownAddress {
    private static final Logger LOG = Logger.getLogger(KnownAddresses.class);

    private final Vertx vertx;
    private final String host;
    private final KnownAddresses.Resolver resolver;
    private final LongSupplier nanoTime;
    private Future<InetAddress> question;
    private InetAddress last;
    private long lastSeen;
    private boolean silent;
    private long silentAt;

    KnownAddress(Vertx vertx, String host, KnownAddresses.Resolver resolver, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.host = host;
        this.resolver = resolver;
        this.nanoTime = nanoTime;
    }

    /** The answer of a name server; or the last address, at once if none has answered lately, else after a while. */
    Future<InetAddress> now() {
        Future<InetAddress> answer = ask();
        InetAddress known;
        boolean wait;
        synchronized (this) {
            known = known();
            wait = !silent || nanoTime.getAsLong() - silentAt >= KnownAddresses.PAUSE.toNanos();
        }
        if (known == null || answer.isComplete()) {
            return answer;
        }
        return wait ? inTime(answer, known) : Future.succeededFuture(known);
    }

    private Future<InetAddress> ask() {
        Promise<InetAddress> asked = Promise.promise();
        synchronized (this) {
            if (question != null) {
                return question;
            }
            question = asked.future();
        }
        resolver.resolve(host).onComplete(answer -> take(answer).onComplete(asked));
        return asked.future();
    }

    private Future<InetAddress> inTime(Future<InetAddress> answer, InetAddress known) {
        Promise<InetAddress> first = Promise.promise();
        long timer = vertx.setTimer(KnownAddresses.PATIENCE.toMillis(), late -> {
            heard(false);
            first.tryComplete(known);
        });
        answer.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                first.tryComplete(done.result());
            } else {
                first.tryFail(done.cause());
            }
        });
        return first.future();
    }

    /** What follows from the answer. */
    private Future<InetAddress> take(AsyncResult<InetAddress> answer) {
        boolean heard = answer.succeeded() || leadsNowhere(answer.cause());
        InetAddress known;
        synchronized (this) {
            question = null;
            if (heard) {
                last = answer.result();
                lastSeen = nanoTime.getAsLong();
            }
            known = known();
        }
        if (heard || known != null) {
            heard(heard);
        }
        return known == null ? Future.failedFuture(answer.cause()) : Future.succeededFuture(known);
    }

    /** One line when it falls silent, and one when it answers again. */
    private void heard(boolean now) {
        synchronized (this) {
            silentAt = nanoTime.getAsLong();
            if (silent != now) {
                return;
            }
            silent = !now;
        }
        if (now) {
            LOG.infof("a name server answers again for %s", host);
        } else {
            LOG.warnf("no name server answers for %s: its last address is used", host);
        }
    }

    /** Under the lock. */
    private InetAddress known() {
        boolean kept = last != null && nanoTime.getAsLong() - lastSeen < KnownAddresses.KEPT.toNanos();
        return kept ? last : null;
    }

    /** Whether a name server says that the name has no address: then what was its address may be another host's now. */
    private static boolean leadsNowhere(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof DnsErrorCauseException error) {
                return DnsResponseCode.NXDOMAIN.equals(error.getCode());
            }
        }
        // The client adds a cause where no answer was of use.
        return failure instanceof UnknownHostException && failure.getCause() == null;
    }
}
