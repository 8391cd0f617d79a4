package io.postrider.sender.deliver.smtp.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.sender.deliver.Relay;
import io.postrider.testing.ExpectedErrors;
import io.postrider.testing.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpWireTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    @ExpectedErrors("processing a reply in between failed: .*a mistake")
    void mistakeOfOursBreaksTheConnectionAndLeavesNobodyWaiting() throws Exception {
        NetServer server = vertx.createNetServer()
                .connectHandler(socket -> socket.write("220 hello\r\n"))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        CompletableFuture<BrokenConnection> broken = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        // On an event loop, as the connections of the service: what the server says at once finds a handler.
        vertx.runOnContext(start -> vertx.createNetClient()
                .connect(server.actualPort(), "localhost")
                .onSuccess(socket -> {
                    wire(socket, broken);
                    socket.closeHandler(closed::complete);
                }));

        assertEquals(BrokenConnection.Cause.NONSENSE, Patience.result(broken).cause());
        Patience.result(closed);
    }

    private void wire(NetSocket socket, CompletableFuture<BrokenConnection> broken) {
        SmtpWire wire =
                new SmtpWire(vertx, socket, Relay.settings(Patience.LIMIT).timeouts());
        wire.onBroken(broken::complete);
        wire.await(DialogueStep.GREETING, reply -> {
            throw new IllegalStateException("a mistake");
        });
    }
}
