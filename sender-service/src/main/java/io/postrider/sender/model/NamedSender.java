package io.postrider.sender.model;

import java.util.Locale;

/**
 * Whether a server's reply names the sender's address and not the recipient's. Servers delay refusals of a sender until
 * RCPT, so neither the stage nor "user unknown" shows whose address it is.
 */
final class NamedSender {
    private static final String AROUND = " \t<>()[]\"',;:";

    private NamedSender() {}

    /**
     * @param text of a reply, at most a few thousand characters
     * @param fromDomain of the From address, in lower case
     */
    static boolean isIn(String text, Envelope envelope, String fromDomain) {
        if (text == null) {
            return false;
        }
        boolean sender = false;
        int end = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', end)) {
            int from = begin(text, at, end);
            end = end(text, at);
            String address = text.substring(from, end);
            if (address.equalsIgnoreCase(envelope.recipient())) {
                return false;
            }
            String domain = domain(address);
            sender |= domain.equals(fromDomain) || domain.equals(domain(envelope.from()));
        }
        return sender;
    }

    private static int begin(String text, int at, int least) {
        int from = at;
        while (from > least && AROUND.indexOf(text.charAt(from - 1)) < 0) {
            from--;
        }
        return from;
    }

    private static int end(String text, int at) {
        int end = at + 1;
        while (end < text.length() && AROUND.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        while (end > at + 1 && text.charAt(end - 1) == '.') {
            end--;
        }
        return end;
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
