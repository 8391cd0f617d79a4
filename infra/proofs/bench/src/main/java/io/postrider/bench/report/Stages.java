package io.postrider.bench.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;

/**
 * Which part of a process its CPU time goes to. A sample belongs to the part that is nearest to the top of its stack: a step of
 * ours, or what works for all of them. The compiler and the garbage collector are not among the samples.
 */
final class Stages {
    private static final String OURS = "io.postrider.";
    private static final String REST = "everything else";

    private static final Map<String, String> LIBRARIES = Map.ofEntries(
            Map.entry("io.vertx.pgclient.", "PostgreSQL client"),
            Map.entry("io.vertx.sqlclient.", "PostgreSQL client"),
            Map.entry("io.vertx.proton.", "AMQP client"),
            Map.entry("org.apache.qpid.", "AMQP client"),
            Map.entry("org.jboss.resteasy.", "REST"),
            Map.entry("io.quarkus.resteasy.", "REST"),
            Map.entry("io.vertx.core.http.", "HTTP"),
            Map.entry("io.micrometer.", "meters"),
            Map.entry("io.smallrye.faulttolerance.", "circuit breakers"),
            Map.entry("io.smallrye.context.", "context propagation"),
            Map.entry("org.apache.activemq.artemis.core.journal.", "journal"),
            Map.entry("org.apache.activemq.artemis.core.io.", "journal"),
            Map.entry("org.apache.activemq.artemis.core.persistence.", "journal"),
            Map.entry("org.apache.activemq.artemis.core.paging.", "paging"),
            Map.entry("org.apache.activemq.artemis.protocol.amqp.", "AMQP"),
            Map.entry("org.apache.activemq.artemis.core.", "queues"));

    /** System calls that cost time; others wait. */
    private static final Set<String> CALLS = Set.of("write0", "writev0", "read0", "readv0", "pwrite0", "sendAddress");

    private final Map<String, Integer> all = new HashMap<>();
    private final Map<String, Integer> inCalls = new HashMap<>();
    private int samples;

    void add(RecordedEvent sample, boolean inNativeCode) {
        List<RecordedFrame> frames = sample.getStackTrace().getFrames();
        if (inNativeCode && !CALLS.contains(frames.get(0).getMethod().getName())) {
            return;
        }
        String stage = frames.stream()
                .map(Stages::of)
                .filter(found -> found != null)
                .findFirst()
                .orElse(REST);
        samples++;
        all.merge(stage, 1, Integer::sum);
        if (inNativeCode) {
            inCalls.merge(stage, 1, Integer::sum);
        }
    }

    private static String of(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        if (type.startsWith(OURS)) {
            return type.substring(OURS.length(), type.lastIndexOf('.'));
        }
        return LIBRARIES.entrySet().stream()
                .filter(library -> type.startsWith(library.getKey()))
                .max(Comparator.comparingInt(library -> library.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    /** Lines of text: the parts with their shares, and how much of each is reading and writing. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        all.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .forEach(stage -> out.append(String.format(
                        Locale.ROOT,
                        "  %5.1f %%  %s%s%n",
                        100.0 * stage.getValue() / samples,
                        stage.getKey(),
                        calls(stage.getKey()))));
        return out.toString();
    }

    private String calls(String stage) {
        int count = inCalls.getOrDefault(stage, 0);
        return count == 0 ? "" : String.format(Locale.ROOT, "  (%.1f %% in reads and writes)", 100.0 * count / samples);
    }
}
