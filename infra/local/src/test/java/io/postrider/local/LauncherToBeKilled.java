package io.postrider.local;

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
                Secrets.in(directory),
                Ports.free(),
                List.of("-Xmx128m"),
                directory.resolve("broker.log"),
                pidFiles.resolve("broker.pid"));
        broker.start();
        // Holds it, or its end would be seen as the launcher's.
        Guard guard = new Guard(pidFiles, directory.resolve("postmaster.pid"));
        System.out.println(service.pid() + " " + broker.pid() + " " + guard.hashCode());
        Thread.currentThread().join();
    }
}
