package io.postrider.bench.subject;

import io.postrider.bench.process.BenchException;
import io.postrider.bench.process.Child;
import io.postrider.bench.process.Loopback;
import io.postrider.bench.process.Peers;
import io.postrider.bench.sink.Sink;
import io.postrider.neighbours.net.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Debian's Postfix with Debian's configuration, run from an unpacked package, independent of the machine's mail server.
 * Only paths, the port, the relay host and users that exist on each Debian differ from what is shipped. There is no
 * syslog here, so its log lines cost it nothing.
 */
public final class Postfix implements Subject {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final List<String> QUEUES = List.of(
            "incoming",
            "active",
            "bounce",
            "defer",
            "deferred",
            "flush",
            "saved",
            "trace",
            "corrupt",
            "hold",
            "private");

    /** Postfix needs two dedicated accounts; these exist on each Debian and own nothing that it could touch. */
    private static final String OWNER = "mail";

    private static final String DROP_GROUP = "uucp";

    private final SmtpSource source;
    private final Sink sink;
    private final int port = Ports.free();
    private final Child master;

    public Postfix(Peers peers, Path logs, Sink sink) {
        if (!System.getProperty("user.name").equals("root")) {
            throw new BenchException("Postfix starts its parts under other accounts: run this bench as root");
        }
        this.source = new SmtpSource(peers, logs);
        this.sink = sink;
        Path home = logs.resolve("postfix");
        try {
            writeConfiguration(peers, home);
            makeQueue(home.resolve("spool"));
            own(Files.createDirectories(home.resolve("data")), "rwx------", "root");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path program = peers.postfixLibraries().resolve("sbin/master");
        ProcessBuilder command =
                peers.command(program, "-d", "-c", home.resolve("etc").toString());
        this.master = Child.start("postfix", logs.resolve("postfix.log"), command);
        Loopback.awaitGreeting(master, port, START_LIMIT);
    }

    private void writeConfiguration(Peers peers, Path home) throws IOException {
        Path etc = Files.createDirectories(home.resolve("etc"));
        Path shipped = peers.debian().resolve("usr/share/postfix");
        String services = Files.readString(shipped.resolve("master.cf.dist"));
        String ours = services.replaceFirst("(?m)^smtp( +inet)", Loopback.HOST + ":" + port + "$1");
        Files.writeString(etc.resolve("master.cf"), ours);

        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("queue_directory", home.resolve("spool").toString());
        settings.put("data_directory", home.resolve("data").toString());
        settings.put(
                "daemon_directory", peers.postfixLibraries().resolve("sbin").toString());
        settings.put("command_directory", peers.debian().resolve("usr/sbin").toString());
        settings.put("shlib_directory", peers.postfixLibraries().toString());
        settings.put("meta_directory", peers.debian().resolve("etc/postfix").toString());
        settings.put("import_environment", "MAIL_CONFIG TZ LANG=C LD_LIBRARY_PATH=" + peers.libraryPath());
        settings.put("mail_owner", OWNER);
        settings.put("setgid_group", DROP_GROUP);
        settings.put("myhostname", "bench.example");
        settings.put("mydestination", "");
        settings.put("mynetworks", "127.0.0.0/8");
        settings.put("inet_protocols", "ipv4");
        settings.put("alias_maps", "");
        settings.put("relayhost", "[%s]:%d".formatted(Loopback.HOST, sink.port()));
        StringBuilder main = new StringBuilder(Files.readString(shipped.resolve("main.cf.debian")));
        settings.forEach(
                (name, value) -> main.append(name).append(" = ").append(value).append('\n'));
        Files.writeString(etc.resolve("main.cf"), main);
    }

    private static void makeQueue(Path spool) throws IOException {
        for (String queue : QUEUES) {
            own(Files.createDirectories(spool.resolve(queue)), "rwx------", "root");
        }
        Files.createDirectories(spool.resolve("pid"));
        own(Files.createDirectories(spool.resolve("maildrop")), "rwx-wx---", DROP_GROUP);
        own(Files.createDirectories(spool.resolve("public")), "rwx--x---", DROP_GROUP);
        // What Debian copies into the chroot in which most of its parts run.
        Path etc = Files.createDirectories(spool.resolve("etc"));
        for (String file : List.of("services", "hosts", "nsswitch.conf", "resolv.conf")) {
            Path original = Path.of("/etc", file);
            if (Files.exists(original)) {
                Files.write(etc.resolve(file), Files.readAllBytes(original));
            }
        }
    }

    private static void own(Path directory, String permissions, String group) throws IOException {
        UserPrincipalLookupService accounts = directory.getFileSystem().getUserPrincipalLookupService();
        PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        view.setPermissions(PosixFilePermissions.fromString(permissions));
        view.setGroup(accounts.lookupPrincipalByGroupName(group));
        view.setOwner(accounts.lookupPrincipalByName(OWNER));
    }

    @Override
    public String name() {
        return "Postfix";
    }

    @Override
    public String what() {
        return "Debian's Postfix as shipped (its queue synced to disk), relayhost = the sink; smtp-source, %d sessions"
                .formatted(SmtpSource.SESSIONS);
    }

    @Override
    public Submission prepare(int mails) {
        return () -> source.send(port, mails, false);
    }

    @Override
    public Map<String, ProcessHandle> processes() {
        Map<String, ProcessHandle> all = new LinkedHashMap<>();
        all.put("postfix", master.handle());
        all.put("sink", sink.process());
        return all;
    }

    @Override
    public void close() {
        master.close();
    }
}
