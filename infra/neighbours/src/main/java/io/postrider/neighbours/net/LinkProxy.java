package io.postrider.neighbours.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP link between a service and its neighbour that fails on command: it can be cut, stalled, slowed down or
 * half-closed. Uses two threads per connection.
 */
public final class LinkProxy implements AutoCloseable {
    private static final int BACKLOG = 256;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int CHUNK = 64 << 10;

    private enum State {
        OPEN,
        CUT,
        STALLED
    }

    private final ServerSocket listener;
    private final InetSocketAddress neighbour;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private State state = State.OPEN;
    private long opened;
    private long forgotten;
    private volatile Duration delay = Duration.ZERO;

    private LinkProxy(InetSocketAddress at, InetSocketAddress neighbour) throws IOException {
        this.neighbour = neighbour;
        this.listener = new ServerSocket(at.getPort(), BACKLOG, at.getAddress());
    }

    /** A link to a port on the loopback interface, from a free port; the listener may start later. */
    public static LinkProxy to(int neighbour) {
        return between(new InetSocketAddress(Ports.HOST, 0), new InetSocketAddress(Ports.HOST, neighbour));
    }

    /** @param at where it listens, with port 0 on any free one */
    public static LinkProxy between(InetSocketAddress at, InetSocketAddress neighbour) {
        try {
            LinkProxy link = new LinkProxy(at, neighbour);
            link.thread("accept", link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Closes all connections, and each new one immediately, until {@link #mend} is called. */
    public void cut() {
        change(State.CUT);
        sockets.forEach(LinkProxy::close);
    }

    /** Silently drops all data in both directions; connections stay open, and new ones open. */
    public void stall() {
        change(State.STALLED);
    }

    /** Silently drops all data on the connections that are open now; new ones work. */
    public void forget() {
        synchronized (gate) {
            forgotten = opened;
        }
    }

    /** Delays each piece of data by this time. */
    public void slowDown(Duration time) {
        delay = time;
    }

    /** Half-closes each connection: the client gets a FIN, though the neighbour keeps reading. */
    public void halfClose() {
        clients.forEach(client -> {
            try {
                client.shutdownOutput();
            } catch (IOException e) {
                // It is closed whole.
            }
        });
    }

    /** Passes data immediately again, including delayed data. */
    public void mend() {
        delay = Duration.ZERO;
        change(State.OPEN);
    }

    /** Connections that are open through it. */
    public int connections() {
        return clients.size();
    }

    @Override
    public void close() {
        cut();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void change(State next) {
        synchronized (gate) {
            state = next;
            gate.notifyAll();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                thread("open", () -> open(client));
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void open(Socket client) {
        long number = next();
        if (!passes(number)) {
            close(client);
            return;
        }
        Socket server = new Socket();
        try {
            server.connect(neighbour, CONNECT_MILLIS);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException e) {
            close(client);
            close(server);
            return;
        }
        sockets.add(client);
        sockets.add(server);
        clients.add(client);
        thread("up", () -> pump(number, client, server));
        thread("down", () -> pump(number, server, client));
    }

    private void pump(long number, Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                LockSupport.parkNanos(delay.toNanos());
                if (!passes(number)) {
                    break;
                }
                out.write(chunk, 0, count);
            }
        } catch (IOException e) {
            // One end is gone; the other is closed below.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
            clients.remove(from);
            clients.remove(to);
            close(from);
            close(to);
        }
    }

    private long next() {
        synchronized (gate) {
            return ++opened;
        }
    }

    /** Waits while it is stalled; false when it is cut. */
    private boolean passes(long number) {
        synchronized (gate) {
            while (state == State.STALLED || (state == State.OPEN && number <= forgotten)) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    return false;
                }
            }
            return state == State.OPEN;
        }
    }

    private void thread(String name, Runnable work) {
        Thread thread = new Thread(work, "link-" + neighbour.getPort() + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Already closed, as intended.
        }
    }
}
