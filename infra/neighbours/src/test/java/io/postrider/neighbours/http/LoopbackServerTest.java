package io.postrider.neighbours.http;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.postrider.testing.Patience;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackServerTest {
    private static final String GOOD = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private final LoopbackServer server = LoopbackServer.start("page", 0, LoopbackServerTest::page);

    private static void page(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestURI().getPath().equals("/broken")) {
            throw new IllegalStateException("broken");
        }
        LoopbackServer.answer(exchange, 200, "text/plain", "here");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPageThatFailsIsAnswered500() throws IOException {
        String answer = answer("GET /broken HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
        assertTrue(answer.contains("This page failed"), answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Host: localhost; 200",
                "Host: 127.0.0.1:1; 200",
                "Host: rebound.example; 421",
                "Host: localhost.rebound.example; 421",
                "Host:; 421",
                "X-Other: 1; 400",
                "Host: localhost|Host: rebound.example; 400",
                "Host: rebound.example|host: localhost; 400",
                "Host: localhost|Host: localhost; 400",
                "Host: localhost|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors; 403",
                "Host: localhost|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: cors; 403",
                "Host: localhost|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate; 200",
                "Host: localhost|Sec-Fetch-Site: same-origin|Sec-Fetch-Mode: cors; 200"
            })
    void itIsServedToThoseWhoAskForItByNameOnce(String fields, int status) throws IOException {
        String answer = answer("GET / HTTP/1.1\r\nConnection: close\r\n" + fields.replace("|", "\r\n") + "\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.toLowerCase().contains("x-content-type-options: nosniff"), answer);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HT", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"})
    void slowClientsKeepNobodyOut(String begun) throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < LoopbackServer.THREADS; i++) {
                slow.add(connect(begun));
            }
            // A call that waits for a thread as long as the slow ones hold theirs is closed with them, and comes again.
            await().ignoreExceptions().until(() -> answer(GOOD).startsWith("HTTP/1.1 200 "));
            for (Socket socket : slow) {
                assertEquals("", ended(socket), "closed without an answer");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private String answer(String request) throws IOException {
        try (Socket socket = connect(request)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What came until the server closed the connection, in whatever way. */
    private static String ended(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }

    private Socket connect(String request) throws IOException {
        Socket socket = new Socket(server.uri().getHost(), server.uri().getPort());
        socket.setSoTimeout((int) Patience.LIMIT.toMillis());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
