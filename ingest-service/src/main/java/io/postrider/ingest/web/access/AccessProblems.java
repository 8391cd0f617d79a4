package io.postrider.ingest.web.access;

import io.postrider.ingest.web.Problem;

/** Why a caller may not do something (RFC 6750, 3.1). */
final class AccessProblems {
    private AccessProblems() {}

    /** @param shown whether there was an Authorization field */
    static Problem unauthorized(boolean shown) {
        return Problem.of(
                401,
                "unauthorized",
                "A valid API key is required",
                (shown ? "The Authorization header is not one field with a known key. " : "")
                        + "Send one header field \"Authorization: Bearer <your key>\".");
    }

    /** @param scope that the key lacks */
    static Problem forbidden(String scope) {
        return Problem.of(
                403,
                "forbidden",
                "The API key lacks the required scope",
                "Use a key with the scope \"%s\".".formatted(scope));
    }
}
