package io.postrider.sender.compose.sign;

import java.security.PrivateKey;

/**
 * A key in use.
 *
 * @param domain the value of {@code d=}, lower case, ASCII
 * @param selector the value of {@code s=}
 */
record SigningKey(String domain, String selector, Algorithm algorithm, PrivateKey key) {

    @Override
    public String toString() {
        return selector + "._domainkey." + domain + " (" + algorithm.tag() + ")";
    }
}
