package io.postrider.bench.sink;

import io.postrider.bench.process.Child;
import io.postrider.bench.process.Loopback;
import io.postrider.bench.process.Peers;
import io.postrider.neighbours.net.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Postfix's smtp-sink. It writes a counter line at the end of each mail, from which the time of the last one is known. */
public final class CountingSink implements Sink {
    private static final String COUNTER = "mesg=";
    private static final String BACKLOG = "1000";
    private static final String SESSIONS = "1000";

    private final int port;
    private final Child child;
    private final Tally tally = new Tally();

    private CountingSink(int port, Child child) {
        this.port = port;
        this.child = child;
    }

    public static CountingSink start(Peers peers, Path logs) {
        int port = Ports.free();
        List<String> arguments = new ArrayList<>(List.of("-c", "-m", SESSIONS));
        if (System.getProperty("user.name").equals("root")) {
            arguments.addAll(List.of("-u", "nobody")); // It refuses to run as root.
        }
        arguments.addAll(List.of(Loopback.HOST + ":" + port, BACKLOG));
        ProcessBuilder command = peers.command(peers.sbin("smtp-sink"), arguments.toArray(String[]::new));
        CountingSink sink = new CountingSink(port, Child.piped("smtp-sink", logs.resolve("smtp-sink.log"), command));
        Thread reader = new Thread(sink::read, "smtp-sink counter");
        reader.setDaemon(true);
        reader.start();
        Loopback.awaitGreeting(sink.child, port, Duration.ofSeconds(5));
        return sink;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public ProcessHandle process() {
        return child.handle();
    }

    @Override
    public long total() {
        return tally.total();
    }

    @Override
    public long await(long goal, Duration patience) {
        return tally.await(goal, patience, child::requireAlive);
    }

    private void read() {
        byte[] buffer = new byte[1 << 16];
        StringBuilder tail = new StringBuilder();
        try (InputStream output = child.output()) {
            for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
                tail.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
                int end = tail.lastIndexOf("\r");
                if (end >= 0) {
                    count(tail.substring(0, end));
                    tail.delete(0, end + 1);
                }
            }
        } catch (IOException e) {
            if (child.handle().isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param lines one or more of {@code sess=1 quit=0 mesg=7}, of which only the last counts */
    private void count(String lines) {
        tally.reached(
                System.nanoTime(), Long.parseLong(lines.substring(lines.lastIndexOf(COUNTER) + COUNTER.length())));
    }

    @Override
    public void close() {
        child.close();
    }
}
