package io.postrider.bench.subject;

import io.postrider.bench.process.Child;
import io.postrider.bench.process.Loopback;
import io.postrider.bench.process.Peers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Postfix's load generator: 20 sessions, one recipient a mail. */
record SmtpSource(Peers peers, Path logs) {
    static final int SESSIONS = 20;

    /** Size of the body in bytes; header lines come on top. */
    static final int BODY_BYTES = 4096;

    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** @param reconnect opens a new connection for each mail; else each session keeps one */
    void send(int port, int mails, boolean reconnect) {
        List<String> arguments = new ArrayList<>();
        if (!reconnect) {
            arguments.add("-d"); // "Don't disconnect after sending a message."
        }
        arguments.addAll(List.of("-s", "" + SESSIONS, "-m", "" + mails, "-l", "" + BODY_BYTES));
        arguments.addAll(List.of("-f", "news@shop.example", "-t", "reader@mail.example", "-N"));
        arguments.add(Loopback.HOST + ":" + port);
        ProcessBuilder command = peers.command(peers.sbin("smtp-source"), arguments.toArray(String[]::new));
        Child.run("smtp-source", logs.resolve("smtp-source.log"), LIMIT, command);
    }
}
