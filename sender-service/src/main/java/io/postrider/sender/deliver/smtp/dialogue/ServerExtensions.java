package io.postrider.sender.deliver.smtp.dialogue;

import io.postrider.sender.deliver.transport.ReplyLines;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a server offers in its reply to EHLO (RFC 5321, 4.1.1.1).
 *
 * @param maxSize bytes of a mail (RFC 1870), or {@link Long#MAX_VALUE} if not stated
 * @param size whether MAIL may state the mail's size
 * @param mostMails transactions of a session (RFC 9422, MAILMAX), or {@link Integer#MAX_VALUE} if not stated
 * @param mechanisms for AUTH (RFC 4954), in upper case
 * @param words all other keywords, in upper case
 */
public record ServerExtensions(long maxSize, boolean size, int mostMails, Set<String> mechanisms, Set<String> words) {
    /** The extensions of a server that only supports HELO: none. */
    public static final ServerExtensions NONE =
            new ServerExtensions(Long.MAX_VALUE, false, Integer.MAX_VALUE, Set.of(), Set.of());

    public static ServerExtensions of(ReplyLines reply) {
        long maxSize = Long.MAX_VALUE;
        int mostMails = Integer.MAX_VALUE;
        Set<String> mechanisms = new HashSet<>();
        Set<String> words = new HashSet<>();
        for (String line : reply.lines().subList(1, reply.lines().size())) {
            // "AUTH=LOGIN" predates the standard.
            List<String> parts =
                    Arrays.asList(line.strip().toUpperCase(Locale.ROOT).split("[ =]+"));
            if (parts.isEmpty()) {
                // Only separators.
                continue;
            }
            words.add(parts.get(0));
            if (parts.get(0).equals("AUTH")) {
                mechanisms.addAll(parts.subList(1, parts.size()));
            } else if (parts.get(0).equals("SIZE") && parts.size() > 1) {
                maxSize = limit(parts.get(1));
            } else if (parts.get(0).equals("LIMITS")) {
                mostMails = mostMails(parts);
            }
        }
        return new ServerExtensions(maxSize, words.contains("SIZE"), mostMails, mechanisms, words);
    }

    public boolean pipelining() {
        return words.contains("PIPELINING");
    }

    public boolean smtpUtf8() {
        return words.contains("SMTPUTF8");
    }

    public boolean eightBitMime() {
        return words.contains("8BITMIME");
    }

    public boolean startTls() {
        return words.contains("STARTTLS");
    }

    /** 0 means no fixed limit (RFC 1870, 4). */
    private static long limit(String number) {
        if (!number.matches("\\d{1,18}")) {
            return Long.MAX_VALUE;
        }
        long limit = Long.parseLong(number);
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    /** RFC 9422, 4.1: a non-zero number of one to six digits. */
    private static int mostMails(List<String> limits) {
        int at = limits.indexOf("MAILMAX");
        boolean said = at > 0 && at + 1 < limits.size() && limits.get(at + 1).matches("[1-9]\\d{0,5}");
        return said ? Integer.parseInt(limits.get(at + 1)) : Integer.MAX_VALUE;
    }
}
