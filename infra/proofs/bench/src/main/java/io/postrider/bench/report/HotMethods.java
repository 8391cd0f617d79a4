package io.postrider.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** Where a service spent its CPU time, from a Flight Recorder file: a first look, before opening the file in a viewer. */
public final class HotMethods {
    private static final int SHOWN = 15;
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final String NATIVE_SAMPLE = "jdk.NativeMethodSample";

    /** The start of a service, which no mail has to do with. */
    private static final String START = "main";

    private static final String OURS = "io.postrider.";

    private final Map<String, Integer> atTop = new HashMap<>();
    private final Map<String, Integer> inOurs = new HashMap<>();
    private final Map<String, Integer> onThread = new HashMap<>();
    private final Stages stages = new Stages();
    private int samples;

    private HotMethods() {}

    /** @return lines of text: parts of the process, methods at the top of the stack, our methods anywhere in it, threads; each with its share */
    public static String of(Path recording) throws IOException {
        HotMethods methods = new HotMethods();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals(SAMPLE) && counts(event)) {
                    methods.add(event);
                    methods.stages.add(event, false);
                } else if (event.getEventType().getName().equals(NATIVE_SAMPLE) && counts(event)) {
                    methods.stages.add(event, true);
                }
            }
        }
        return "parts\n%stop of stack\n%sours, nearest to the top\n%sthreads\n%s"
                .formatted(
                        methods.stages,
                        methods.shares(methods.atTop),
                        methods.shares(methods.inOurs),
                        methods.shares(methods.onThread));
    }

    private static boolean counts(RecordedEvent sample) {
        RecordedThread thread = sample.getThread("sampledThread");
        return sample.getStackTrace() != null
                && !sample.getStackTrace().getFrames().isEmpty()
                && (thread == null || !START.equals(thread.getJavaName()));
    }

    private void add(RecordedEvent sample) {
        samples++;
        RecordedStackTrace stack = sample.getStackTrace();
        atTop.merge(name(stack.getFrames().get(0)), 1, Integer::sum);
        stack.getFrames().stream()
                .map(HotMethods::name)
                .filter(name -> name.startsWith(OURS))
                .findFirst()
                .ifPresent(name -> inOurs.merge(name, 1, Integer::sum));
        if (sample.getThread("sampledThread") != null) {
            String thread = String.valueOf(sample.getThread("sampledThread").getJavaName());
            // Threads of a pool count as one.
            onThread.merge(thread.replaceAll("[0-9]+$", "*"), 1, Integer::sum);
        }
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private String shares(Map<String, Integer> counts) {
        StringBuilder out = new StringBuilder();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .forEach(entry -> out.append(String.format(
                        Locale.ROOT, "  %5.1f %%  %s%n", 100.0 * entry.getValue() / samples, entry.getKey())));
        return out.toString();
    }
}
