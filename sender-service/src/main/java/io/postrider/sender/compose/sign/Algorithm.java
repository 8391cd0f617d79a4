package io.postrider.sender.compose.sign;

/**
 * The signature algorithm of a key. Both sign the SHA-256 of the header; Ed25519 treats it as the message (RFC 8463,
 * 3).
 */
enum Algorithm {
    RSA("rsa-sha256", "SHA256withRSA"),
    ED25519("ed25519-sha256", "Ed25519");

    private final String tag;
    private final String signature;

    Algorithm(String tag, String signature) {
        this.tag = tag;
        this.signature = signature;
    }

    /** The value of {@code a=} (RFC 6376, 3.5). */
    String tag() {
        return tag;
    }

    /** Java's name for the algorithm. */
    String signature() {
        return signature;
    }
}
