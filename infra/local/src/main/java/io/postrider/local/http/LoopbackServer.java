package io.postrider.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves pages of the local run on the loopback interface, to those who ask for it by name only. */
public final class LoopbackServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads;
    private final HttpHandler pages;

    private LoopbackServer(String name, HttpServer server, HttpHandler pages) {
        this.server = server;
        this.pages = pages;
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * @param name of its threads, and in errors
     * @param port to listen on, 0 for any free one
     * @param pages writes the answer; what it throws is answered 500
     */
    public static LoopbackServer start(String name, int port, HttpHandler pages) {
        try {
            return new LoopbackServer(name, HttpServer.create(new InetSocketAddress(HOST, port), 50), pages);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot listen on %s:%d".formatted(name, HOST, port), e);
        }
    }

    public URI uri() {
        return URI.create("http://%s:%d/".formatted(HOST, server.getAddress().getPort()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (asked(exchange)) {
                pages.handle(exchange);
            } else {
                answer(exchange, 421, "text/plain", "Ask for 127.0.0.1 or localhost.");
            }
        } catch (RuntimeException e) {
            answer(exchange, 500, "text/plain", "This page failed: " + e);
        }
    }

    /** Other names that lead here are a web page's try to read what is served (DNS rebinding). */
    private static boolean asked(HttpExchange exchange) {
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
        return host.matches("(127\\.0\\.0\\.1|localhost)(:\\d+)?");
    }

    /** Answers with a text. */
    public static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        write(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with bytes, whose type is set already. */
    public static void write(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
