package io.postrider.ingest.web.access;

import io.postrider.ingest.web.CallerIdentity;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.RequestId;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Who did what, from where, and with what result: a line for each call of an operator, for each change that is no submission, and
 * for refused calls, each with the id of its call. No key and no address of a recipient is in it.
 */
@Singleton
class AccessLog {
    private static final Logger LOG = Logger.getLogger("io.postrider.access");

    /** Lines in a minute about calls without a key that allows them. */
    static final int KEYLESS = 60;

    /** Lines in a minute about other refused calls. */
    static final int REFUSED = 600;

    private static final String LOGGED = AccessLog.class.getName();

    /** Of a path of ours. A path with other characters, or a longer one, is probably an attack, and could hold an address. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/_.-]{1,200}");

    private final CallerIdentity callers;
    private final LogLineLimit keyless = new LogLineLimit(KEYLESS, System::nanoTime);
    private final LogLineLimit refused = new LogLineLimit(REFUSED, System::nanoTime);

    AccessLog(CallerIdentity callers) {
        this.callers = callers;
    }

    /** @param path with its ids, without the query */
    void done(RoutingContext call, String key, String path, int status) {
        call.put(LOGGED, true);
        done(call, Logger.Level.INFO, key, path, status);
    }

    private void done(RoutingContext call, Logger.Level level, String key, String path, int status) {
        LOG.logf(
                level,
                "call key=%s method=%s path=%s client=%s status=%d request=%s",
                key,
                method(call),
                path(path),
                client(call),
                status,
                RequestId.of(call));
    }

    void unauthenticated(RoutingContext call) {
        String cause = call.request().headers().contains("Authorization") ? "wrong-key" : "no-key";
        warn(call, "-", 401, cause);
    }

    void forbidden(RoutingContext call, String key, String scope) {
        warn(call, key, 403, "no-scope-" + scope);
    }

    private void warn(RoutingContext call, String key, int status, String cause) {
        call.put(LOGGED, true);
        refused(keyless, Logger.Level.WARN, call, key, status, cause);
    }

    /** Any successful answer without a line so far: for diagnosis, with the category at DEBUG. */
    void answered(RoutingContext call) {
        if (LOG.isDebugEnabled() && call.get(LOGGED) == null) {
            String key = CallerIdentity.apiKeyOf(call);
            done(
                    call,
                    Logger.Level.DEBUG,
                    key == null ? "-" : key,
                    call.request().path(),
                    status(call));
        }
    }

    private static int status(RoutingContext call) {
        return call.response().getStatusCode();
    }

    /** Any refusal, unless it has a line already. */
    void refused(RoutingContext call) {
        if (call.get(LOGGED) == null) {
            String key = CallerIdentity.apiKeyOf(call);
            String cause = call.get(Problem.REASON);
            refused(
                    refused,
                    Logger.Level.INFO,
                    call,
                    key == null ? "-" : key,
                    status(call),
                    cause == null ? "-" : cause);
        }
    }

    private void refused(
            LogLineLimit lines, Logger.Level level, RoutingContext call, String key, int status, String cause) {
        long more = lines.mayWrite();
        if (more >= 0) {
            LOG.logf(
                    level,
                    "refused key=%s method=%s path=%s client=%s status=%d reason=%s left_out=%d request=%s",
                    key,
                    method(call),
                    path(call.request().path()),
                    client(call),
                    status,
                    cause,
                    more,
                    RequestId.of(call));
        }
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
