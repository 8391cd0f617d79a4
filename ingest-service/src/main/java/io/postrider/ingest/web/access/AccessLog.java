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
 * Logs the caller, action, origin and result: a line for each call of an operator, for each change other than a
 * submission, and for refused calls, each with the id of its call. It contains no key and no address of a recipient.
 */
@Singleton
class AccessLog {
    private static final Logger LOG = Logger.getLogger("io.postrider.access");

    /** Maximum lines per minute about calls without a sufficient key. */
    static final int KEYLESS = 60;

    /** Maximum lines per minute about other refused calls. */
    static final int REFUSED = 600;

    private static final String LOGGED = AccessLog.class.getName();

    /**
     * Matches paths of our API. A path with other characters, or a longer one, is probably an attack and could contain
     * an address.
     */
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/_.-]{1,200}");

    private final CallerIdentity callers;
    private final LogLineLimit keyless = new LogLineLimit(KEYLESS, System::nanoTime);
    private final LogLineLimit refused = new LogLineLimit(REFUSED, System::nanoTime);

    AccessLog(CallerIdentity callers) {
        this.callers = callers;
    }

    /** @param path with ids, without the query */
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

    /** Logs any other successful answer, for diagnosis, at DEBUG. */
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

    /** Logs any refusal that has no line yet. */
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

    /** The client address stated by a trusted proxy, or the peer's address. */
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
