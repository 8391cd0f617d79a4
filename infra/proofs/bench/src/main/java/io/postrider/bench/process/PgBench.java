package io.postrider.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's pgbench: one durable row for each transaction, by as many clients as the API has connections. The row is as
 * long as the one that a recipient takes, and the table has its key only, which is in the baseline's favour.
 */
public record PgBench(Peers peers, Path logs, String jdbcUrl, String user, String password) {
    private static final String TABLE = "bench_insert";
    private static final String SCRIPT = """
            \\set serial random(1, 1000000000)
            INSERT INTO %s (email, variables)
            VALUES ('reader' || :serial || '@mail.example', '{"first_name":"Ann","code":"12345678"}');
            """.formatted(TABLE);
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");

    /** @param latency average, in ms */
    public record Sums(double rate, double latency) {}

    public Sums run(int clients, Duration duration) {
        URI server = URI.create(jdbcUrl.substring("jdbc:".length()));
        Path log = logs.resolve("pgbench.log");
        try {
            execute(
                    "CREATE TABLE IF NOT EXISTS %s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL, variables text NOT NULL)"
                            .formatted(TABLE));
            Path script = Files.writeString(logs.resolve("insert.sql"), SCRIPT);
            ProcessBuilder command = peers.command(
                    peers.pgbench(),
                    "--host=" + server.getHost(),
                    "--port=" + server.getPort(),
                    "--username=" + user,
                    "--no-vacuum",
                    "--protocol=prepared",
                    "--client=" + clients,
                    "--jobs=2",
                    "--time=" + duration.toSeconds(),
                    "--file=" + script,
                    server.getPath().substring(1));
            command.environment().put("PGPASSWORD", password);
            Child.run("pgbench", log, duration.plusSeconds(30), command);
            String output = Files.readString(log);
            return new Sums(figure(RATE, output, log), figure(LATENCY, output, log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            execute("DROP TABLE IF EXISTS " + TABLE);
        }
    }

    private static double figure(Pattern pattern, String output, Path log) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new BenchException("pgbench printed no figure; see " + log);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchException("the bench's table: " + e.getMessage(), e);
        }
    }
}
