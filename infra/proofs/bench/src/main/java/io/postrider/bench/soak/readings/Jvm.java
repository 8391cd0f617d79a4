package io.postrider.bench.soak.readings;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The Java memory of a service, from its {@code /q/metrics}. The old generation holds what outlived several collections: if
 * anything leaks, it is there.
 */
public final class Jvm implements Source {
    private static final double BYTES_PER_MB = 1e6;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String name;
    private final HttpRequest request;

    public Jvm(String name, URI service) {
        this.name = name;
        this.request = HttpRequest.newBuilder(service.resolve("/q/metrics"))
                .timeout(LIMIT)
                .build();
    }

    @Override
    public void read(Map<String, Double> into) throws IOException, InterruptedException {
        List<String> lines =
                http.send(request, HttpResponse.BodyHandlers.ofLines()).body().toList();
        into.put("heap_mb." + name, megabytes(lines, "jvm_memory_used_bytes", "area=\"heap\""));
        into.put("old_mb." + name, megabytes(lines, "jvm_memory_used_bytes", "Old Gen\""));
        into.put("nonheap_mb." + name, megabytes(lines, "jvm_memory_used_bytes", "area=\"nonheap\""));
        into.put("direct_mb." + name, megabytes(lines, "jvm_buffer_memory_used_bytes", "id=\"direct\""));
    }

    private static double megabytes(List<String> lines, String meter, String label) {
        return lines.stream()
                        .filter(line -> line.startsWith(meter + "{") && line.contains(label))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                / BYTES_PER_MB;
    }
}
