package io.postrider.bench.subject;

import io.postrider.bench.process.Child;
import io.postrider.bench.process.Loopback;
import io.postrider.bench.process.Peers;
import io.postrider.bench.sink.Sink;
import io.postrider.neighbours.net.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Haraka with its outbound queue (files, written but not synced to disk), as npm brings it: one node, log level info into a
 * file. A plugin of ten lines lets the load relay and names the sink as the next hop.
 */
public final class Haraka implements Subject {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private static final String PLUGIN = """
            exports.hook_connect = (next, connection) => {
              connection.relaying = true
              next()
            }
            exports.hook_get_mx = (next, hmail, domain) =>
              next(OK, { priority: 0, exchange: '127.0.0.1', port: %d })
            """;

    private final SmtpSource source;
    private final Sink sink;
    private final int port = Ports.free();
    private final Child child;

    public Haraka(Peers peers, Path logs, Sink sink) {
        this.source = new SmtpSource(peers, logs);
        this.sink = sink;
        Path script = peers.haraka();
        Path home = logs.resolve("haraka").toAbsolutePath();
        try {
            writeConfiguration(script.resolve("../../config").normalize(), home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProcessBuilder command = new ProcessBuilder("node", script.toString(), "-c", home.toString());
        this.child = Child.start("haraka", logs.resolve("haraka.log"), command);
        Loopback.awaitGreeting(child, port, START_LIMIT);
    }

    private void writeConfiguration(Path shipped, Path home) throws IOException {
        Path config = Files.createDirectories(home.resolve("config"));
        Path plugins = Files.createDirectories(home.resolve("plugins"));
        Files.createDirectories(home.resolve("queue"));
        Files.writeString(plugins.resolve("bench.js"), PLUGIN.formatted(sink.port()));
        Files.copy(shipped.resolve("connection.ini"), config.resolve("connection.ini"));
        Files.writeString(config.resolve("plugins"), "bench\n");
        Files.writeString(config.resolve("me"), "bench.example\n");
        Files.writeString(config.resolve("smtp.ini"), "listen=%s:%d\n".formatted(Loopback.HOST, port));
        Files.writeString(config.resolve("log.ini"), "[main]\nlevel=info\n");
        // It takes a loopback next hop for a loop unless told otherwise; the sink offers no TLS.
        Files.writeString(config.resolve("outbound.ini"), "local_mx_ok=true\nenable_tls=false\n");
    }

    @Override
    public String name() {
        return "Haraka";
    }

    @Override
    public String what() {
        return "Haraka's outbound queue as shipped (files, not synced), next hop = the sink; smtp-source, %d sessions"
                .formatted(SmtpSource.SESSIONS);
    }

    @Override
    public Submission prepare(int mails) {
        return () -> source.send(port, mails, false);
    }

    @Override
    public Map<String, ProcessHandle> processes() {
        Map<String, ProcessHandle> all = new LinkedHashMap<>();
        all.put("haraka", child.handle());
        all.put("sink", sink.process());
        return all;
    }

    @Override
    public void close() {
        child.close();
    }
}
