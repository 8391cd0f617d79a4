package io.postrider.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Checks that the management port of a service serves health and metrics, which need no key, and nothing else. */
public final class ManagementPort {
    private static final List<String> OPEN =
            List.of("/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics");

    private static final List<String> OTHERS = List.of(
            "/",
            "/q",
            "/q/",
            "/q/arc",
            "/q/arc/beans",
            "/q/dev",
            "/q/dev-ui",
            "/q/dev-v1",
            "/q/info",
            "/q/flyway",
            "/q/health-ui",
            "/q/logging-manager",
            "/q/openapi",
            "/q/scheduler",
            "/q/swagger-ui",
            "/q/swagger-ui/",
            "/index.html",
            "/favicon.ico",
            "/openapi.yaml",
            "/io/postrider/ingest/web/openapi.yaml",
            "/META-INF/MANIFEST.MF",
            "/application.yaml",
            "/v1/messages",
            "/v1/audit",
            "/v1/routes",
            "//v1/audit",
            "/q/../v1/audit",
            "/q/health/../../v1/audit",
            "/%76%31/audit",
            "/v1;a/audit",
            "/q/health;a/../v1/audit",
            "/q/health/..%2f..%2fv1/audit",
            "/q/metrics/../dev",
            "/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd");

    private static final int STATUS_LINE = 12;

    private ManagementPort() {}

    /** A line for each path that is answered and must not be, or vice versa. Raw sockets, since no client normalises a path. */
    public static List<String> faults(URI management) {
        List<String> faults = new ArrayList<>();
        for (String path : OPEN) {
            int status = status(management, "GET", path);
            // 503: the answer of a service without its neighbours.
            if (status != 200 && status != 503) {
                faults.add("GET %s: %d".formatted(path, status));
            }
        }
        for (String path : OTHERS) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "OPTIONS")) {
                int status = status(management, method, path);
                if (status < 400 || status >= 500) {
                    faults.add("%s %s: %d".formatted(method, path, status));
                }
            }
        }
        return faults;
    }

    /** Metrics whose HELP line at {@code /q/metrics} has no text. Fails if there is no metric with this prefix at all. */
    public static List<String> undescribed(URI management, String prefix) {
        List<String> metrics = answer(management, "GET", "/q/metrics")
                .lines()
                .filter(line -> line.startsWith("# HELP " + prefix))
                .map(line -> line.substring("# HELP ".length()).strip())
                .toList();
        if (metrics.isEmpty()) {
            throw new AssertionError("no metric begins with " + prefix);
        }
        return metrics.stream().filter(metric -> !metric.contains(" ")).toList();
    }

    private static int status(URI server, String method, String path) {
        String text = answer(server, method, path);
        return text.length() < STATUS_LINE ? 0 : Integer.parseInt(text.substring(9, STATUS_LINE));
    }

    private static String answer(URI server, String method, String path) {
        String request = "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                .formatted(method, path);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout((int) Patience.LIMIT.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().transferTo(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        }
        return answer.toString(StandardCharsets.US_ASCII);
    }
}
