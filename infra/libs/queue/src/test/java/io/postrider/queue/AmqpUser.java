package io.postrider.queue;

import io.postrider.neighbours.net.Ports;
import io.postrider.testing.Patience;
import io.vertx.core.Vertx;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonClientOptions;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonHelper;
import io.vertx.proton.ProtonLinkOptions;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;

/** A user of the broker who waits for each answer. */
final class AmqpUser implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final ProtonConnection connection;

    AmqpUser(int port, String name) {
        this(port, name, name);
    }

    AmqpUser(int port, String name, String password) {
        CompletableFuture<ProtonConnection> opened = new CompletableFuture<>();
        ProtonClientOptions options = new ProtonClientOptions();
        options.addEnabledSaslMechanism("PLAIN");
        ProtonClient.create(vertx).connect(options, Ports.HOST, port, name, password, connected -> {
            if (connected.failed()) {
                opened.completeExceptionally(connected.cause());
            } else {
                connected
                        .result()
                        .openHandler(done -> complete(opened, done.succeeded(), connected.result(), done.cause()))
                        .open();
            }
        });
        connection = await(opened);
    }

    /** Publishes and waits for the settlement; "accepted", or why not. */
    String send(String address, byte[] body, Consumer<Message> annotate) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        vertx.runOnContext(now -> {
            ProtonSender sender = connection.createSender(address);
            sender.closeHandler(closed -> answer.complete(String.valueOf(closed.cause())));
            sender.openHandler(opened -> {
                if (opened.failed()) {
                    answer.complete(opened.cause().getMessage());
                    return;
                }
                Message message = ProtonHelper.message();
                message.setDurable(true);
                message.setBody(new Data(new org.apache.qpid.proton.amqp.Binary(body)));
                annotate.accept(message);
                sender.send(
                        message,
                        delivery -> answer.complete(
                                delivery.getRemoteState() instanceof Accepted
                                        ? "accepted"
                                        : String.valueOf(delivery.getRemoteState())));
            });
            sender.open();
        });
        return await(answer);
    }

    /** Asks for an operation of the broker's management; the answer, or why there is none. */
    String manage(String resource, String operation, String arguments) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        vertx.runOnContext(now -> {
            ProtonReceiver answers = connection.createReceiver(null, new ProtonLinkOptions().setDynamic(true));
            answers.handler((delivery, message) -> answer.complete(text(message)));
            answers.closeHandler(closed -> answer.complete(String.valueOf(closed.cause())));
            answers.openHandler(opened -> {
                if (opened.failed()) {
                    answer.complete(opened.cause().getMessage());
                    return;
                }
                String replyTo = answers.getRemoteSource().getAddress();
                ask(answer, replyTo, resource, operation, arguments);
            });
            answers.open();
        });
        return await(answer);
    }

    private void ask(
            CompletableFuture<String> answer, String replyTo, String resource, String operation, String arguments) {
        Message message = ProtonHelper.message();
        message.setReplyTo(replyTo);
        message.setBody(new AmqpValue(arguments));
        message.setApplicationProperties(
                new ApplicationProperties(Map.of("_AMQ_ResourceName", resource, "_AMQ_OperationName", operation)));
        ProtonSender sender = connection.createSender("activemq.management");
        sender.closeHandler(closed -> answer.complete(String.valueOf(closed.cause())));
        sender.open();
        sender.send(message, delivery -> {
            if (!(delivery.getRemoteState() instanceof Accepted)) {
                answer.complete(String.valueOf(delivery.getRemoteState()));
            }
        });
    }

    private static String text(Message message) {
        return String.valueOf(((AmqpValue) message.getBody()).getValue());
    }

    String send(String address) {
        return send(address, new byte[] {1}, message -> {});
    }

    /** What arrives at an address; each message is settled by the given settlement as it comes. */
    BlockingQueue<Message> receive(String address, Consumer<io.vertx.proton.ProtonDelivery> settlement) {
        CompletableFuture<Void> attached = new CompletableFuture<>();
        BlockingQueue<Message> arrivals = new LinkedBlockingQueue<>();
        vertx.runOnContext(now -> {
            ProtonReceiver receiver = connection.createReceiver(address);
            receiver.setAutoAccept(false).handler((delivery, message) -> {
                arrivals.add(message);
                settlement.accept(delivery);
            });
            receiver.closeHandler(closed -> attached.completeExceptionally(closed.cause()));
            receiver.openHandler(opened -> complete(attached, opened.succeeded(), null, opened.cause()));
            receiver.open();
        });
        await(attached);
        return arrivals;
    }

    BlockingQueue<Message> receive(String address) {
        return receive(address, delivery -> ProtonHelper.accepted(delivery, true));
    }

    private static <T> void complete(CompletableFuture<T> future, boolean succeeded, T value, Throwable cause) {
        if (succeeded) {
            future.complete(value);
        } else {
            future.completeExceptionally(cause);
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException("no answer from the broker", e);
        }
    }

    /** Waits for the message of an id; those of other tests are passed over. */
    static Message next(BlockingQueue<Message> arrivals, String id) throws InterruptedException {
        Message message = Patience.next(arrivals);
        while (!id.equals(message.getMessageId())) {
            message = Patience.next(arrivals);
        }
        return message;
    }

    /** Says good-bye first: the broker logs the loss of a connection that just ends. */
    @Override
    public void close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        vertx.runOnContext(now -> {
            connection.closeHandler(answer -> closed.complete(null));
            connection.disconnectHandler(gone -> closed.complete(null));
            connection.close();
        });
        await(closed);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
