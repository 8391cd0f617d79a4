package io.postrider.bench.soak.readings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Connections to the broker, from {@code /proc/net} (proc(5)): those established, on the server's side. */
public record Connections(int amqpPort) implements Source {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String ESTABLISHED = "01";

    @Override
    public void read(Map<String, Double> into) throws IOException {
        String suffix = String.format(Locale.ROOT, ":%04X", amqpPort);
        double open = 0;
        for (Path table : TABLES) {
            try (Stream<String> lines = Files.lines(table)) {
                open += lines.map(line -> line.trim().split(" +"))
                        .filter(fields -> fields[1].endsWith(suffix) && fields[3].equals(ESTABLISHED))
                        .count();
            }
        }
        into.put("amqp_connections", open);
    }
}
