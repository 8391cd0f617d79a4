package io.postrider.mail;

import java.util.Map;
import java.util.Objects;

/**
 * One address of a message with its variables, identified by (message id, ordinal).
 *
 * @param ordinal its index in the message, from 0
 * @param email the address, with its domain as A-labels
 * @param name the display name, or null
 * @param variables its own template variables: strings, numbers, booleans, lists and maps of them
 */
public record Recipient(int ordinal, String email, String name, Map<String, Object> variables) {
    public Recipient {
        Objects.requireNonNull(email, "email");
        variables = variables == null ? Map.of() : variables;
    }

    /** The part after the last {@code @}, stored in lower case. */
    public String domain() {
        return email.substring(email.lastIndexOf('@') + 1);
    }
}
