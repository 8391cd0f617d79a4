package io.postrider.ingest.web.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/** An API key: its digest, the caller's name for the log, and its scopes. */
final class ApiKey {
    private final byte[] digest;
    private final SecurityIdentity identity;

    ApiKey(String name, String key, Set<String> scopes) {
        this.digest = digest(key);
        this.identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRoles(scopes)
                .build();
    }

    SecurityIdentity identity() {
        return identity;
    }

    /** Compares in constant time. */
    boolean matches(byte[] other) {
        return MessageDigest.isEqual(digest, other);
    }

    /** SHA-256: keys are long and random, so a slow hash would add nothing. */
    static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
