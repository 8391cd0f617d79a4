package io.postrider.local;

import io.postrider.neighbours.artemis.ArtemisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The broker as a separate process. It stops on SIGTERM and when its standard input ends, that is, when its parent
 * process is gone.
 */
final class BrokerMain {
    private BrokerMain() {}

    /** @param arguments the directory, the port, and the directory with the users' passwords */
    public static void main(String[] arguments) throws IOException {
        Logs.quiet();
        Map<String, String> passwords = LocalBroker.passwords(LocalSecrets.in(Path.of(arguments[2])));
        ArtemisServer broker = new ArtemisServer(Path.of(arguments[0]), Integer.parseInt(arguments[1]), passwords);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "stop"));
        broker.start();
        while (System.in.read() >= 0) {
            // Nothing is ever written there.
        }
        System.exit(0);
    }
}
