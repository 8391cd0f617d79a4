package io.postrider.sender.deliver.smtp.dialogue;

import io.postrider.sender.deliver.transport.ReplyLines;
import io.postrider.text.OutsideText;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Parses replies from arbitrarily fragmented input (RFC 5321, 4.2). Lines may end in a bare LF. */
final class ReplyReader {
    /** The RFC allows 512; servers with long explanations exceed it. */
    static final int LINE_LIMIT = 4_096;

    static final int LINES_LIMIT = 100;

    private static final int START_LENGTH = 40;

    /**
     * The input is not an SMTP reply. The message does not quote it, since it may come from a server in our own
     * network.
     */
    static final class MalformedException extends Exception {
        private final String start;

        MalformedException(String message, String start) {
            super(message);
            this.start = start;
        }

        /** The first characters of the line, without control characters. */
        String start() {
            return start;
        }
    }

    private final byte[] line = new byte[LINE_LIMIT];
    private int length;
    private int unread;
    private List<String> lines = new ArrayList<>(1);

    /** Passes each complete reply to {@code then}, in order. */
    void read(Buffer bytes, Consumer<ReplyLines> then) throws MalformedException {
        int size = bytes.length();
        for (int i = 0; i < size; i++) {
            byte b = bytes.getByte(i);
            if (b == '\n') {
                unread = size - i - 1;
                endLine(then);
            } else if (length == LINE_LIMIT) {
                throw new MalformedException(
                        "a line of the reply is longer than " + LINE_LIMIT + " bytes", start(length));
            } else {
                line[length++] = b;
            }
        }
    }

    /** Whether bytes have arrived after the reply that is being returned. */
    boolean hasMore() {
        return unread > 0;
    }

    private void endLine(Consumer<ReplyLines> then) throws MalformedException {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        length = 0;
        int code = code(end);
        lines.add(end > 4 ? printable(end) : "");
        if (end > 3 && line[3] == '-') {
            if (lines.size() == LINES_LIMIT) {
                throw new MalformedException("the reply has more than " + LINES_LIMIT + " lines", start(end));
            }
            return;
        }
        List<String> whole = lines;
        lines = new ArrayList<>(1);
        then.accept(new ReplyLines(code, whole));
    }

    private int code(int end) throws MalformedException {
        boolean digits = end >= 3 && line[0] >= '2' && line[0] <= '5' && digit(line[1]) && digit(line[2]);
        if (!digits || end > 3 && line[3] != ' ' && line[3] != '-') {
            throw new MalformedException("the server does not speak SMTP", start(end));
        }
        return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
    }

    private String start(int end) {
        return OutsideText.clean(new String(line, 0, Math.min(end, START_LENGTH), StandardCharsets.US_ASCII));
    }

    /** A server may answer in UTF-8 after SMTPUTF8 (RFC 6531, 3.7.4.1). */
    private String printable(int end) {
        return OutsideText.clean(new String(line, 4, end - 4, StandardCharsets.UTF_8));
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }
}
