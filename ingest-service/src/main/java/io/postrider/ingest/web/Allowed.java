package io.postrider.ingest.web;

import jakarta.ws.rs.HttpMethod;
import java.util.Set;

/** The methods that a path of the API takes, for the field {@code Allow} of a 405 (RFC 9110, 15.5.6). */
final class Allowed {
    private static final Set<String> WRITTEN = Set.of("/v1/messages/batch", "/v1/refill", "/v1/suppressions/import");
    private static final String MESSAGES = "/v1/messages";
    private static final String DEAD_LETTER = "/v1/dead-letters/";
    private static final String SUPPRESSION = "/v1/suppressions/";

    private Allowed() {}

    static String on(String path) {
        boolean written = WRITTEN.contains(path)
                || path.startsWith("/v1/routes/") && (path.endsWith("/suspend") || path.endsWith("/resume"))
                || path.startsWith(DEAD_LETTER) && path.endsWith("/replay")
                || path.startsWith(MESSAGES + "/") && path.endsWith("/cancel");
        if (written) {
            return HttpMethod.POST;
        }
        if (path.equals(MESSAGES)) {
            return HttpMethod.GET + ", " + HttpMethod.POST;
        }
        if (path.startsWith(SUPPRESSION) && !path.equals(SUPPRESSION + "removals")) {
            return String.join(", ", HttpMethod.GET, HttpMethod.PUT, HttpMethod.DELETE);
        }
        return path.startsWith(DEAD_LETTER) ? HttpMethod.GET + ", " + HttpMethod.DELETE : HttpMethod.GET;
    }
}
