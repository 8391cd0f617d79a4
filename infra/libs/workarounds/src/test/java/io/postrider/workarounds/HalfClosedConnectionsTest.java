package io.postrider.workarounds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.testing.Patience;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HalfClosedConnectionsTest {
    private final Vertx vertx = Vertx.vertx();
    private ServerSocket listener;
    private Socket server;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        Patience.result(vertx.close().toCompletionStage());
        if (server != null) {
            server.close();
        }
        listener.close();
    }

    /** When this fails, the client no longer waits for a server after its end, and {@link HalfClosedConnections} may go. */
    @Test
    void clientWaitsForTheServerAfterItsTerminate() throws IOException {
        PgConnection connection = connect();
        CompletableFuture<String> heard = new CompletableFuture<>();
        connection.noticeHandler(notice -> heard.complete(notice.getMessage()));
        Future<Void> closed = connection.close();
        untilTheClientHasClosedItsHalf();
        notice("still there?");
        assertEquals("still there?", Patience.result(heard));
        server.close();
        Patience.result(closed.toCompletionStage());
    }

    @Test
    void connectionIsClosedThoughTheServerIsSilent() throws IOException {
        HalfClosedConnections.closeLate(vertx);
        PgConnection connection = connect();
        Future<Void> closed = connection.close();
        untilTheClientHasClosedItsHalf();
        Patience.result(closed.toCompletionStage());
    }

    /** A server that says as much as a client needs for a connection (PostgreSQL's protocol 3.0, message flow: start-up). */
    private PgConnection connect() throws IOException {
        CompletableFuture<PgConnection> connected = PgConnection.connect(
                        vertx,
                        new PgConnectOptions()
                                .setHost(listener.getInetAddress().getHostAddress())
                                .setPort(listener.getLocalPort())
                                .setUser("any")
                                .setDatabase("any"))
                .toCompletionStage()
                .toCompletableFuture();
        server = listener.accept();
        DataInputStream in = new DataInputStream(server.getInputStream());
        in.readNBytes(in.readInt() - Integer.BYTES);
        send('R', new byte[Integer.BYTES]);
        send('S', text("server_version", "17.0"));
        send('S', text("client_encoding", "UTF8"));
        send('Z', "I".getBytes(StandardCharsets.US_ASCII));
        return Patience.result(connected);
    }

    private void untilTheClientHasClosedItsHalf() throws IOException {
        server.getInputStream().readAllBytes();
    }

    private void notice(String message) throws IOException {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        fields.write('M');
        fields.writeBytes(text(message));
        fields.write(0);
        send('N', fields.toByteArray());
    }

    private void send(char type, byte[] body) throws IOException {
        DataOutputStream out = new DataOutputStream(server.getOutputStream());
        out.writeByte(type);
        out.writeInt(Integer.BYTES + body.length);
        out.write(body);
        out.flush();
    }

    private static byte[] text(String... texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String text : texts) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }
}
