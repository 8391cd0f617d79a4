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

/** The address of one name. At most one lookup is in progress. A lock guards the state; no callback runs under it. */
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

    /**
     * The answer of a name server; or the last address: immediately if no name server has responded recently, otherwise
     * after a timeout.
     */
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

    /** Applies an answer. */
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

    /** Logs one line when name servers stop responding, and one when they respond again. */
    private void heard(boolean now) {
        synchronized (this) {
            silentAt = nanoTime.getAsLong();
            if (silent != now) {
                return;
            }
            silent = !now;
        }
        if (now) {
            LOG.infof("name servers respond again for %s", host);
        } else {
            LOG.warnf("no name server responds for %s: using its last address", host);
        }
    }

    /** Under the lock. */
    private InetAddress known() {
        boolean kept = last != null && nanoTime.getAsLong() - lastSeen < KnownAddresses.KEPT.toNanos();
        return kept ? last : null;
    }

    /**
     * Whether a name server states that the name has no address: then its last address may belong to another host by
     * now.
     */
    private static boolean leadsNowhere(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof DnsErrorCauseException error) {
                return DnsResponseCode.NXDOMAIN.equals(error.getCode());
            }
        }
        // The client adds a cause if no answer was usable.
        return failure instanceof UnknownHostException && failure.getCause() == null;
    }
}
