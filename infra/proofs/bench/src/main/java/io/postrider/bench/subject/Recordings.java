package io.postrider.bench.subject;

import io.postrider.bench.report.HotMethods;
import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Flight recordings of the services and the broker, one file a process. */
final class Recordings {
    private final Path logs;
    private final List<String> processes = new ArrayList<>(LocalSystem.SERVICES);

    /** @param logs where the files are written */
    Recordings(Path logs) {
        this.logs = logs;
        processes.add("broker");
    }

    /** Has each process write its recording when it ends. */
    void give(LocalSettings settings) {
        processes.forEach(process -> settings.withJvmOptions(
                process, "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file(process)));
    }

    /** Once the processes have ended. */
    void printHotMethods() {
        processes.forEach(this::printHotMethods);
    }

    private void printHotMethods(String process) {
        try {
            System.out.printf("%n%s (%s)%n%s", process, file(process), HotMethods.of(file(process)));
        } catch (IOException e) {
            System.out.printf("%n%s left no recording: %s%n", process, e.getMessage());
        }
    }

    private Path file(String process) {
        return logs.resolve(process + ".jfr");
    }
}
