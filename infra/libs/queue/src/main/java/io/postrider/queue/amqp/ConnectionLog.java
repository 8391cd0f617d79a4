package io.postrider.queue.amqp;

import io.postrider.text.OutsideText;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The common log of one service's connections to the broker: one WARN when the first is lost or fails, and one INFO
 * when all are up. They usually fail together, and separate lines would be redundant.
 */
final class ConnectionLog {
    private static final Logger LOG = Logger.getLogger(AmqpConnection.class);

    private final Set<String> down = new HashSet<>();
    private boolean away;

    /** Adds a connection that is still to be opened. */
    synchronized void expect(String link) {
        down.add(link);
    }

    synchronized void connected(String link, URI url) {
        down.remove(link);
        if (down.isEmpty()) {
            LOG.infof(away ? "the broker is back, connected to %s" : "connected to the broker at %s", url);
            away = false;
        }
    }

    synchronized void lost(String link, String why) {
        down.add(link);
        if (!away) {
            LOG.warnf("the broker is away, reconnecting: %s", OutsideText.forLog(why));
            away = true;
        }
    }
}
