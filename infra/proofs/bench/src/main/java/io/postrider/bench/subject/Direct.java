package io.postrider.bench.subject;

import io.postrider.bench.process.Peers;
import io.postrider.bench.sink.Sink;
import java.nio.file.Path;
import java.util.Map;

/** No broker: smtp-source straight into smtp-sink. The upper limit of this machine, with nothing stored. */
public final class Direct implements Subject {
    private final SmtpSource source;
    private final Sink sink;
    private final boolean reconnect;

    public Direct(Peers peers, Path logs, Sink sink, boolean reconnect) {
        this.source = new SmtpSource(peers, logs);
        this.sink = sink;
        this.reconnect = reconnect;
    }

    @Override
    public String name() {
        return reconnect ? "direct, reconnecting" : "direct";
    }

    @Override
    public String what() {
        return "smtp-source into smtp-sink, %d sessions, %d byte bodies, %s; stores nothing"
                .formatted(
                        SmtpSource.SESSIONS,
                        SmtpSource.BODY_BYTES,
                        reconnect ? "a new connection for each mail" : "connections kept");
    }

    @Override
    public Submission prepare(int mails) {
        return () -> source.send(sink.port(), mails, reconnect);
    }

    @Override
    public Map<String, ProcessHandle> processes() {
        return Map.of("sink", sink.process());
    }

    @Override
    public void close() {
        // It has no separate process.
    }
}
