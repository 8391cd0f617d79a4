package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.postrider.mail.Lane;
import io.postrider.neighbours.dns.LocalDns;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.sender.deliver.RealTransports;
import io.postrider.sender.deliver.transport.Transport;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Handover;
import io.postrider.testing.Patience;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes mails over the transport of one kind of route to a real server, and gives what arrived there. */
final class Carriage implements AutoCloseable {
    private static final String[] DOMAINS = {"mail.example", "hidden.example", "b.example", "xn--mller-kva.example"};

    private final RealTransports.Kind kind;
    private final Queue<byte[]> arrived = new ConcurrentLinkedQueue<>();
    private final SmtpSink sink = SmtpSink.start(SmtpSink.Settings.PLAIN).onMail(mail -> arrived.add(mail.content()));
    private final LocalDns dns = LocalDns.start();
    private final Vertx vertx = Vertx.vertx();
    private final Transport transport;

    Carriage(RealTransports.Kind kind) {
        this.kind = kind;
        for (String domain : DOMAINS) {
            dns.address(domain, "127.0.0.1");
        }
        transport = RealTransports.of(kind, vertx, sink.port(), dns);
    }

    byte[] carry(ComposedMail letter) {
        Handover handover = Patience.result(transport.deliver(letter, Lane.BULK).subscribeAsCompletionStage());
        if (kind == RealTransports.Kind.MAILER && letter.envelope().needsSmtpUtf8()) {
            // Documented: the mail client has no SMTPUTF8. Nothing is sent rather than something else.
            Handover.Refused refused = assertInstanceOf(Handover.Refused.class, handover);
            assertEquals("5.6.7", refused.reply().enhancedCode());
            return Mails.composed(letter);
        }
        assertInstanceOf(Handover.Accepted.class, handover, handover::toString);
        return arrived.remove();
    }

    @Override
    public void close() {
        Patience.result(transport.close(Duration.ofSeconds(1)).subscribeAsCompletionStage());
        Patience.result(vertx.close().toCompletionStage());
        sink.close();
        dns.close();
    }
}
