package io.postrider.sender.deliver.smtp;

import io.postrider.neighbours.smtp.SinkCertificate;
import io.postrider.routing.Route;
import io.postrider.routing.Route.Tls;
import io.postrider.sender.deliver.Relay;
import io.postrider.sender.deliver.TransportContract;
import io.postrider.sender.deliver.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The contract for the transport for volume. */
class SmtpTransportTest extends TransportContract {

    @Override
    protected Transport transport(int port, Tls tls, String user, String password) {
        Path trust = SinkCertificate.LOCALHOST.writePem(folder.resolve("sink.pem"));
        Route.Credentials credentials = user == null ? null : credentials(user, password);
        return new SmtpTransport(
                vertx, Relay.to(port, tls, credentials), Relay.trusting(Relay.settings(patience), trust));
    }

    private static Route.Credentials credentials(String user, String password) {
        try {
            Path file = Files.writeString(folder.resolve("password"), password + "\n");
            return new Route.Credentials(user, "${file:" + file + "}", true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
