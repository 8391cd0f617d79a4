package io.postrider.sender.deliver.transport;

import io.postrider.sender.model.Reply;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply as received.
 *
 * @param code of its last line
 * @param lines text after the code, one or more lines
 */
public record ReplyLines(int code, List<String> lines) {
    public static final int SERVICE_CLOSES = 421;
    private static final Pattern ENHANCED = Pattern.compile("([245])\\.\\d{1,3}\\.\\d{1,3}(?: |$)");

    private static final Pattern TLS = Pattern.compile("(?i)\\b(start)?tls|\\bssl|encrypt");

    /** 2yz. */
    public boolean done() {
        return code / 100 == 2;
    }

    /** 4yz or 5yz. */
    public boolean refused() {
        return code >= 400;
    }

    /** The enhanced code is used only if it agrees with the code; each line may repeat it (RFC 2034, 3). */
    public Reply reply() {
        String enhancedCode = null;
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            Matcher matcher = ENHANCED.matcher(line);
            String words = line;
            if (matcher.lookingAt() && matcher.group(1).charAt(0) == '0' + code / 100) {
                enhancedCode = enhancedCode == null ? matcher.group().strip() : enhancedCode;
                words = line.substring(matcher.end());
            }
            if (text.length() < Reply.TEXT_LENGTH) {
                text.append(text.isEmpty() ? "" : " ").append(words.strip());
            }
        }
        return new Reply(code, enhancedCode, text.toString());
    }

    /**
     * X.4.5 (congestion) and X.5.3 (too many recipients), with which servers limit the mails of a session (RFC 3463).
     */
    public boolean limitsTheSession() {
        String enhancedCode = reply().enhancedCode();
        return enhancedCode != null && (enhancedCode.endsWith(".4.5") || enhancedCode.endsWith(".5.3"));
    }

    /**
     * X.7.10 (RFC 5248), 530 or 538 without another enhanced code (RFC 3207, 4; RFC 4954, 6), or a text that says so.
     */
    public boolean asksForTls() {
        Reply reply = reply();
        boolean said = reply.enhancedCode() != null && reply.enhancedCode().endsWith(".7.10");
        return refused()
                && (said
                        || code == 523
                        || code == 538
                        || TLS.matcher(reply.text()).find());
    }

    public String summary() {
        return code + " " + reply().text();
    }
}
