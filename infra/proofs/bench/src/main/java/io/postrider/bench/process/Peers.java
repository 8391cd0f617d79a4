package io.postrider.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The peers and load tools, downloaded by Debian's and npm's own clients and unpacked below one directory: nothing is
 * installed on the machine, no service is started or changed.
 */
public final class Peers {
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(5);
    private static final String HARAKA = "Haraka@3.3.4";

    private final Path directory;

    private Peers(Path directory) {
        this.directory = directory;
    }

    /** Fetches what is missing. */
    public static Peers in(Path directory) {
        Peers peers = new Peers(directory.toAbsolutePath());
        if (!Files.exists(peers.sbin("smtp-sink")) || !Files.exists(peers.wrk())) {
            peers.unpackDebian("postfix", "wrk");
        }
        return peers;
    }

    /** Whatever a bench may need later. */
    public void fetchAll() {
        haraka();
        openssl();
        pgbench();
    }

    public Path debian() {
        return directory.resolve("debian");
    }

    public Path sbin(String program) {
        return debian().resolve("usr/sbin").resolve(program);
    }

    public Path wrk() {
        return debian().resolve("usr/bin/wrk");
    }

    /** A program of the unpacked packages, which finds their libraries. */
    public ProcessBuilder command(Path program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LD_LIBRARY_PATH", libraryPath());
        return builder;
    }

    public String libraryPath() {
        return postfixLibraries() + ":" + debian().resolve("usr/lib/x86_64-linux-gnu");
    }

    public Path postfixLibraries() {
        return debian().resolve("usr/lib/postfix");
    }

    public Path haraka() {
        Path home = directory.resolve("haraka");
        Path script = home.resolve("node_modules/Haraka/bin/haraka");
        if (!Files.exists(script)) {
            create(home);
            Path log = directory.resolve("haraka.log");
            // Optional packages are further plugins, none of which is used here.
            ProcessBuilder npm = new ProcessBuilder(
                    "npm", "install", "--no-audit", "--no-fund", "--omit=dev", "--omit=optional", HARAKA);
            Child.run("npm install " + HARAKA, log, DOWNLOAD_LIMIT, npm.directory(home.toFile()));
        }
        return script;
    }

    /** The machine's, else Debian's, unpacked. */
    public Path openssl() {
        Path installed = Path.of("/usr/bin/openssl");
        Path unpacked = debian().resolve("usr/bin/openssl");
        if (Files.isExecutable(installed)) {
            return installed;
        }
        if (!Files.isExecutable(unpacked)) {
            unpackDebian("openssl");
        }
        return unpacked;
    }

    /** PostgreSQL's own bench program: the machine's, else Debian's, unpacked. */
    public Path pgbench() {
        return installedPgbench(Path.of("/usr/lib/postgresql")).orElseGet(() -> {
            Path unpacked = debian().resolve("usr/lib/postgresql");
            return installedPgbench(unpacked).orElseGet(() -> {
                unpackDebian("postgresql");
                return installedPgbench(unpacked)
                        .orElseThrow(() -> new BenchException("the package postgresql brought no pgbench"));
            });
        });
    }

    private static Optional<Path> installedPgbench(Path versions) {
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.map(version -> version.resolve("bin/pgbench"))
                    .filter(Files::isExecutable)
                    .sorted()
                    .reduce((older, newer) -> newer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void unpackDebian(String... packages) {
        Path archives = directory.resolve("archives");
        create(archives.resolve("partial"));
        List<String> download = new ArrayList<>(List.of("apt-get", "install", "--yes", "--no-install-recommends"));
        // With the packages come those libraries that the machine lacks, and no others.
        download.addAll(List.of("--reinstall", "--download-only", "-o", "Dir::Cache::archives=" + archives));
        download.addAll(List.of(packages));
        Path log = directory.resolve("apt.log");
        try {
            Child.run("apt-get download", log, DOWNLOAD_LIMIT, new ProcessBuilder(download));
        } catch (BenchException e) {
            // The usual reason on a fresh machine: there is no package list yet, or an old one.
            Child.run("apt-get update", log, DOWNLOAD_LIMIT, new ProcessBuilder("apt-get", "update"));
            Child.run("apt-get download", log, DOWNLOAD_LIMIT, new ProcessBuilder(download));
        }
        create(debian());
        for (Path archive : archivesIn(archives)) {
            ProcessBuilder unpack = new ProcessBuilder("dpkg-deb", "-x", archive.toString(), debian().toString());
            Child.run("dpkg-deb " + archive.getFileName(), log, DOWNLOAD_LIMIT, unpack);
        }
    }

    private static List<Path> archivesIn(Path directory) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".deb")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
