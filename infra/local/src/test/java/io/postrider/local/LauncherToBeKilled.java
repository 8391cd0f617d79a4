package io.postrider.local;

import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.process.ChildProcess;
import io.postrider.neighbours.process.OrphanReaper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts children as the local run does, says their numbers, and waits to be killed. */
final class LauncherToBeKilled {
    private LauncherToBeKilled() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        Path pidFiles = directory.resolve("run");
        ChildProcess service = ChildProcess.start(
                "service",
                List.of("sleep", "600"),
                Map.of(),
                directory.resolve("log"),
                pidFiles.resolve("service.pid"));
        LocalBroker broker = new LocalBroker(
                directory.resolve("broker"),
                LocalSecrets.in(directory),
                Ports.free(),
                List.of("-Xmx128m"),
                directory.resolve("broker.log"),
                pidFiles.resolve("broker.pid"));
        broker.start();
        // Holds it, or its end would be seen as the launcher's.
        OrphanReaper guard = new OrphanReaper(pidFiles, directory.resolve("postmaster.pid"));
        System.out.println(service.pid() + " " + broker.pid() + " " + guard.hashCode());
        Thread.currentThread().join();
    }
}
