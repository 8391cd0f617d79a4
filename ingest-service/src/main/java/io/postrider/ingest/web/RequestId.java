package io.postrider.ingest.web;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.MDC;

/**
 * The id of a call: in the answer's field {@value #HEADER}, in its problem document, and in the log lines of the call. It is
 * always generated here, since an id that a client sends may not be unique.
 */
public final class RequestId {
    public static final String HEADER = "X-Request-Id";

    /** As problem documents and logs name it. */
    public static final String NAME = "request_id";

    private static final String KEY = RequestId.class.getName();
    // Made when it is first needed: a native executable must not hold random numbers of the build.
    private static volatile NoArgGenerator ids;

    private RequestId() {}

    /** The same for each question about a call. The first one puts it into the answer's head and the logs. */
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

    /** For an answer to what is no call. */
    public static String next() {
        NoArgGenerator made = ids;
        if (made == null) {
            made = Generators.timeBasedEpochGenerator();
            ids = made;
        }
        return made.generate().toString();
    }
}
