package io.postrider.neighbours.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves pages of the local run on the loopback interface, only for requests with its own host name. A client holds one
 * of {@value #THREADS} threads for {@value #REQUEST_SECONDS} seconds with its request and {@value #ANSWER_SECONDS} with
 * the answer to it; then its connection is closed.
 */
public final class LoopbackServer implements AutoCloseable {
    static final int THREADS = 32;

    private static final String HOST = "127.0.0.1";
    private static final int REQUEST_SECONDS = 10;

    /** More than a page may wait for the API. */
    private static final int ANSWER_SECONDS = 90;

    private static final String HOSTS = "127\\.0\\.0\\.1|localhost";

    static {
        // The JDK's server has no limit by default, takes one for the whole process only, and reads it once.
        System.setProperty("sun.net.httpserver.maxReqTime", Integer.toString(REQUEST_SECONDS));
        System.setProperty("sun.net.httpserver.maxRspTime", Integer.toString(ANSWER_SECONDS));
    }

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
     * @param pages writes the answer; an exception is answered with 500
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
        // Closed when the answer has been written, including the answer to a failure.
        try (exchange) {
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
            if (hosts.size() != 1) {
                answer(exchange, 400, "text/plain", "Send one Host field.");
            } else if (!hosts.get(0).matches("(%s)(:\\d+)?".formatted(HOSTS))) {
                // A request with another host name is an attempt by a web page to read this server (DNS rebinding).
                answer(exchange, 421, "text/plain", "Use 127.0.0.1 or localhost.");
            } else if (embedded(exchange)) {
                answer(exchange, 403, "text/plain", "Pages of other sites may link here, but not load anything.");
            } else {
                serve(exchange);
            }
        }
    }

    /** Whether a page of another site loads it: it could not read the answer, but it could keep all threads busy. */
    private static boolean embedded(HttpExchange exchange) {
        return "cross-site".equals(exchange.getRequestHeaders().getFirst("Sec-Fetch-Site"))
                && !"navigate".equals(exchange.getRequestHeaders().getFirst("Sec-Fetch-Mode"));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try {
            pages.handle(exchange);
        } catch (RuntimeException e) {
            answer(exchange, 500, "text/plain", "This page failed: " + e);
        }
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
