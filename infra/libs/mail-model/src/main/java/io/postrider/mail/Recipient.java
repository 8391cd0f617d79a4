package io.postrider.mail;

import java.util.Map;
import java.util.Objects;

/**
 * One address of a message with its variables, identified by (message id, ordinal).
 *
 * @param ordinal its place in the message, from 0
 * @param email the address, its domain as an A-label
 * @param name the display name, or null
 * @param variables its own template variables: strings, numbers, booleans, lists and maps of them
 */
public record Recipient(int ordinal, String email, String name, Map<String, Object> variables) {
    public Recipient {
        Objects.requireNonNull(email, "email");
        variables = variables == null ? Map.of() : variables;
    }

    /** The part after the last {@code @}, in lower case as it is stored. */
    public String domain() {
        return email.substring(email.lastIndexOf('@') + 1);
    }
}
