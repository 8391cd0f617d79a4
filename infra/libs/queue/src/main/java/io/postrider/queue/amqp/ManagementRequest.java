package io.postrider.queue.amqp;

import io.postrider.queue.BrokerException;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonHelper;
import io.vertx.proton.ProtonLink;
import io.vertx.proton.ProtonLinkOptions;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import java.util.Map;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;

/**
 * A request and its reply, which arrives at a temporary address that the broker creates for it. On the connection's context
 * only.
 */
final class ManagementRequest {
    private final ProtonConnection connection;
    private final String address;
    private final UniEmitter<? super Message> answer;
    private ProtonReceiver receiver;
    private ProtonSender sender;

    ManagementRequest(ProtonConnection connection, String address, UniEmitter<? super Message> answer) {
        this.connection = connection;
        this.address = address;
        this.answer = answer;
    }

    void ask(Map<String, Object> properties, Section body) {
        receiver = connection.createReceiver(null, new ProtonLinkOptions().setDynamic(true));
        receiver.handler((delivery, message) -> answer.complete(message));
        receiver.closeHandler(closed -> refused("refused the reply link", closed));
        receiver.openHandler(opened -> {
            if (opened.succeeded()) {
                send(properties, body, receiver.getRemoteSource().getAddress());
            }
        });
        receiver.open();
    }

    private void send(Map<String, Object> properties, Section body, String replyTo) {
        Message message = ProtonHelper.message();
        message.setApplicationProperties(new ApplicationProperties(properties));
        message.setReplyTo(replyTo);
        message.setBody(body);
        sender = connection.createSender(address);
        sender.closeHandler(closed -> refused("refused the request link", closed));
        sender.open();
        sender.send(message, delivery -> {
            if (!(delivery.getRemoteState() instanceof Accepted)) {
                answer.fail(new BrokerException(
                        "%s: the broker did not accept: %s".formatted(address, delivery.getRemoteState())));
            }
        });
    }

    private void refused(String what, AsyncResult<?> closed) {
        answer.fail(new BrokerException("%s: the broker %s: %s".formatted(address, what, closed.cause())));
    }

    /** Called after the reply, or when it is no longer awaited. */
    void end() {
        close(sender);
        close(receiver);
    }

    private static void close(ProtonLink<?> link) {
        if (link != null) {
            link.closeHandler(closed -> {});
            link.close();
        }
    }
}
