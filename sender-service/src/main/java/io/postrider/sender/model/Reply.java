package io.postrider.sender.model;

import io.postrider.text.OutsideText;

/**
 * A reply of a mail server.
 *
 * @param code three digits (RFC 5321, 4.2)
 * @param enhancedCode such as {@code 5.1.1} (RFC 3463), or null if the server gave none
 * @param text what follows the codes, its lines joined by a space; clean, at most {@value #TEXT_LENGTH} characters
 */
public record Reply(int code, String enhancedCode, String text) {
    public static final int TEXT_LENGTH = 500;

    public Reply {
        text = OutsideText.clean(text, TEXT_LENGTH);
    }

    /** 2yz or 3yz. */
    public boolean positive() {
        return code < 400;
    }

    /** 5yz: trying again will not help. */
    public boolean permanent() {
        return code >= 500;
    }
}
