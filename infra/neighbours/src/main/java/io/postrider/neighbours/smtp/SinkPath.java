package io.postrider.neighbours.smtp;

import java.util.List;

/** The arguments of MAIL and RCPT: an address in angle brackets, followed by parameters. */
record SinkPath(String address, List<String> parameters) {
    static SinkPath of(String line) {
        int open = line.indexOf(":<");
        int close = line.lastIndexOf('>');
        if (open < 0 || close < open) {
            return null;
        }
        String behind = line.substring(close + 1).strip();
        return new SinkPath(
                line.substring(open + 2, close), behind.isEmpty() ? List.of() : List.of(behind.split(" +")));
    }

    long size() {
        for (String parameter : parameters) {
            if (parameter.regionMatches(true, 0, "SIZE=", 0, 5)) {
                return Long.parseLong(parameter.substring(5));
            }
        }
        return 0;
    }
}
