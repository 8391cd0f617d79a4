package io.postrider.sender.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpWireTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void mistakeOfOursBreaksTheConnectionAndLeavesNobodyWaiting() throws Exception {
        NetServer server = vertx.createNetServer()
                .connectHandler(socket -> socket.write("220 hello\r\n"))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        CompletableFuture<Broken> broken = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        vertx.createNetClient().connect(server.actualPort(), "localhost").onSuccess(socket -> {
            wire(socket, broken);
            socket.closeHandler(closed::complete);
        });

        assertEquals(Broken.Cause.NONSENSE, broken.get(10, TimeUnit.SECONDS).cause());
        closed.get(10, TimeUnit.SECONDS);
    }

    private void wire(NetSocket socket, CompletableFuture<Broken> broken) {
        SmtpWire wire = new SmtpWire(
                vertx, socket, Relay.settings(Duration.ofSeconds(20)).timeouts());
        wire.onBroken(broken::complete);
        wire.await(Stage.GREETING, reply -> {
            throw new IllegalStateException("a mistake");
        });
    }
}
