package io.postrider.neighbours.smtp;

import io.postrider.neighbours.net.Ports;
import org.junit.jupiter.api.Test;

class SmtpSinkTest {
    /** A listener whose thread is still in accept() keeps its port for a moment after it is closed. */
    @Test
    void portOfOneThatIsClosedIsFreeForTheNextAtOnce() {
        // One that no outgoing connection gets meanwhile.
        SmtpSink sink = SmtpSink.start(SmtpSink.Settings.PLAIN.withPort(Ports.free()));
        for (int i = 0; i < 500; i++) {
            int port = sink.port();
            sink.close();
            sink = SmtpSink.start(SmtpSink.Settings.PLAIN.withPort(port));
        }
        sink.close();
    }
}
