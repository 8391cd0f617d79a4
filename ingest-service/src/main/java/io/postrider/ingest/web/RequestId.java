package io.postrider.ingest.web;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.MDC;

/**
 * The id of a call: in the answer's header field {@value #HEADER}, in its problem document, and in the log lines of the
 * call. It is always generated here, since an id sent by a client may not be unique.
 */
public final class RequestId {
    public static final String HEADER = "X-Request-Id";

    /** The name of the id in problem documents and logs. */
    public static final String NAME = "request_id";

    private static final String KEY = RequestId.class.getName();
    // Created on first use: a native executable must not contain random numbers from build time.
    private static volatile NoArgGenerator ids;

    private RequestId() {}

    /** The id of a call. The first use adds it to the answer's header and to the logs. */
    public static String of(RoutingContext call) {
        String known = call.get(KEY);
        if (known != null) {
            return known;
        }
        String id = next();
        call.put(KEY, id);
        if (!call.response().headWritten()) {
            call.response().putHeader(HEADER, id);
        }
        MDC.put(NAME, id);
        return id;
    }

    /** A new id, for an answer to something that is not a call. */
    public static String next() {
        NoArgGenerator made = ids;
        if (made == null) {
            made = Generators.timeBasedEpochGenerator();
            ids = made;
        }
        return made.generate().toString();
    }
}
