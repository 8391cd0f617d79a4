package io.postrider.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The broker as a process of its own. It ends on SIGTERM, and when its standard input ends, which is when the process that
 * started it is gone.
 */
final class BrokerMain {
    private BrokerMain() {}

    /** @param arguments the directory and the port */
    public static void main(String[] arguments) throws IOException {
        Logs.quiet();
        EmbeddedBroker broker = new EmbeddedBroker(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "stop"));
        broker.start();
        while (System.in.read() >= 0) {
            // Nothing is ever written there.
        }
        System.exit(0);
    }
}
