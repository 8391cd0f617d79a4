package io.postrider.ingest.access;

import io.postrider.ingest.Allowance;
import io.postrider.ingest.Callers;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Who did what, from where, and with what result: a line for each call of an operator, for each change that is no submission, and
 * for refused keys. No key and no address of a recipient is in it.
 */
@Singleton
class CallLog {
    private static final Logger LOG = Logger.getLogger("io.postrider.access");

    /** Lines about refused calls in a minute; how many were left out is in the next one. An attacker must not fill the disk. */
    private static final int REFUSALS = 60;

    /** Of a path of ours. What has other characters, or is longer, is somebody's attempt, and could hold an address. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/_.-]{1,200}");

    private final Callers callers;
    private final LongSupplier nanos;
    private final Allowance allowance;
    private long leftOut;

    @Inject
    CallLog(Callers callers) {
        this(callers, System::nanoTime);
    }

    CallLog(Callers callers, LongSupplier nanos) {
        this.callers = callers;
        this.nanos = nanos;
        this.allowance = new Allowance(REFUSALS, Duration.ofMinutes(1), nanos.getAsLong());
    }

    /** @param path with its ids, without the query */
    void done(String key, String method, String path, String client, int status) {
        LOG.infof("call key=%s method=%s path=%s client=%s status=%d", key, method, path(path), client, status);
    }

    void unauthenticated(RoutingContext call) {
        String cause = call.request().headers().contains("Authorization") ? "wrong-key" : "no-key";
        refused(call, "-", 401, cause);
    }

    void forbidden(RoutingContext call, String key, String scope) {
        refused(call, key, 403, "no-scope-" + scope);
    }

    private void refused(RoutingContext call, String key, int status, String cause) {
        long more = mayWrite();
        if (more >= 0) {
            LOG.warnf(
                    "refused key=%s method=%s path=%s client=%s status=%d reason=%s left_out=%d",
                    key, method(call), path(call.request().path()), client(call), status, cause, more);
        }
    }

    /** How many lines were left out since the last one; -1 if this one is left out, too. */
    synchronized long mayWrite() {
        long now = nanos.getAsLong();
        if (!allowance.isLeft(now)) {
            leftOut++;
            return -1;
        }
        allowance.take(1, now);
        long more = leftOut;
        leftOut = 0;
        return more;
    }

    /** The address that a trusted proxy states, or the one that connects. */
    String client(RoutingContext call) {
        return callers.addressOf(call.request())
                .map(InetAddress::getHostAddress)
                .orElse("-");
    }

    private static String method(RoutingContext call) {
        return path(call.request().method().name());
    }

    static String path(String path) {
        return path != null && PATH.matcher(path).matches() ? path : "(other)";
    }
}
