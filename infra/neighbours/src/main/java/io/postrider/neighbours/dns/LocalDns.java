package io.postrider.neighbours.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.Message;

/** An authoritative name server for everything, on 127.0.0.1: names that were not added do not exist. */
public final class LocalDns implements AutoCloseable {
    private static final int PORTS_TRIED = 20;
    private static final int UDP_BYTES = 512;
    private static final int TCP_BYTES = 65_535;

    private final Records records = new Records();
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final ScheduledExecutorService late = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "local-dns-late");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean closed;

    private LocalDns(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    /** On a free port, the same for UDP and TCP. */
    public static LocalDns start() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int i = 0; i < PORTS_TRIED; i++) {
            try {
                DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, 0));
                try {
                    LocalDns dns = new LocalDns(udp, new ServerSocket(udp.getLocalPort(), 50, loopback));
                    thread("local-dns-udp", dns::listenUdp);
                    thread("local-dns-tcp", dns::listenTcp);
                    return dns;
                } catch (IOException portIsTaken) {
                    udp.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no port is free for UDP and TCP");
    }

    /** Its address in the form of a resolver setting: {@code 127.0.0.1:port}. */
    public String server() {
        return "127.0.0.1:" + udp.getLocalPort();
    }

    /** Adds a mail server of a domain; {@code "."} as the host for a null MX (RFC 7505). */
    public LocalDns mx(String domain, int preference, String host) {
        records.mx(domain, preference, host);
        return this;
    }

    /** Adds an IPv4 or IPv6 address of a host. */
    public LocalDns address(String host, String address) {
        records.address(host, address);
        return this;
    }

    /** Adds a CNAME. */
    public LocalDns alias(String name, String target) {
        records.alias(name, target);
        return this;
    }

    /** The TTL in seconds of records added from now on. */
    public LocalDns ttl(int seconds) {
        records.ttl(seconds);
        return this;
    }

    /** Answers SERVFAIL for the name from now on. */
    public LocalDns failing(String name) {
        records.manner(name, Records.Manner.FAIL, Duration.ZERO);
        return this;
    }

    /** Answers SERVFAIL to AAAA queries for the name from now on. */
    public LocalDns failingForIpv6(String name) {
        records.manner(name, Records.Manner.FAIL_IPV6, Duration.ZERO);
        return this;
    }

    /** Does not answer for the name from now on. */
    public LocalDns silent(String name) {
        records.manner(name, Records.Manner.SILENT, Duration.ZERO);
        return this;
    }

    /** Answers no query from now on, over UDP or TCP, until {@link #answering}; its ports stay open. */
    public LocalDns silent() {
        records.silent(true);
        return this;
    }

    /** Answers again; queries received meanwhile stay unanswered. */
    public LocalDns answering() {
        records.silent(false);
        return this;
    }

    /** Does not answer A queries for the name from now on. */
    public LocalDns silentForIpv4(String name) {
        records.manner(name, Records.Manner.SILENT_IPV4, Duration.ZERO);
        return this;
    }

    /** Does not answer AAAA queries for the name from now on (RFC 4074, 4.1). */
    public LocalDns silentForIpv6(String name) {
        records.manner(name, Records.Manner.SILENT_IPV6, Duration.ZERO);
        return this;
    }

    /** Delays answers for the name by this time from now on. */
    public LocalDns slow(String name, Duration delay) {
        records.manner(name, Records.Manner.ANSWER, delay);
        return this;
    }

    /** Forgets everything about the name. */
    public LocalDns forget(String name) {
        records.forget(name);
        return this;
    }

    /** Queries for the name since the start, of all types. */
    public int queries(String name) {
        return records.queries(name);
    }

    /** Queries since the start over TCP. */
    public int queriesOverTcp() {
        return records.queriesOverTcp();
    }

    @Override
    public void close() {
        closed = true;
        udp.close();
        late.shutdownNow();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listenUdp() {
        byte[] bytes = new byte[TCP_BYTES];
        while (!closed) {
            try {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                udp.receive(packet);
                answerUdp(packet);
            } catch (IOException e) {
                // Closed, or not a DNS message: no answer.
            }
        }
    }

    private void answerUdp(DatagramPacket packet) throws IOException {
        Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        Records.Answer answer = records.answer(query, false);
        if (answer == null) {
            return;
        }
        int most = query.getOPT() == null
                ? UDP_BYTES
                : Math.max(UDP_BYTES, query.getOPT().getPayloadSize());
        byte[] wire = answer.message().toWire(most);
        SocketAddress client = packet.getSocketAddress();
        if (answer.delay().isZero()) {
            udp.send(new DatagramPacket(wire, wire.length, client));
        } else {
            late.schedule(
                    () -> {
                        udp.send(new DatagramPacket(wire, wire.length, client));
                        return null;
                    },
                    answer.delay().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void listenTcp() {
        while (!closed) {
            try {
                Socket client = tcp.accept();
                thread("local-dns-tcp-client", () -> serve(client));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    /** Late answers are for UDP only. */
    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (!closed) {
                Records.Answer answer = records.answer(new Message(in.readNBytes(in.readUnsignedShort())), true);
                if (answer != null) {
                    byte[] wire = answer.message().toWire(TCP_BYTES);
                    out.writeShort(wire.length);
                    out.write(wire);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // The client has finished, or did not send a DNS message.
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
