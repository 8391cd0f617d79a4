package io.postrider.bench.subject;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** The whole of Postrider with its default settings, its relay being the sink. */
public final class Postrider implements Subject {
    private Postrider() {}

    public static Postrider start(Path logs, CountingSink sink, Path project, boolean jfr) {
        throw new BenchException("Postrider: not wired yet; use --only");
    }

    public URI ingest() {
        throw new UnsupportedOperationException();
    }

    public Map<String, String> singles() {
        throw new UnsupportedOperationException();
    }

    public PgBench pgbench(Peers peers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String name() {
        return "Postrider";
    }

    @Override
    public String what() {
        return "Postrider";
    }

    @Override
    public Submission prepare(int mails) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, ProcessHandle> processes() {
        return Map.of();
    }

    @Override
    public void close() {}
}
