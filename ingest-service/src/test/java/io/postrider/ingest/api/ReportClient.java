package io.postrider.ingest.api;

import io.postrider.testing.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** A mail server that brings a report, line by line. */
public final class ReportClient implements AutoCloseable {
    private Socket socket;
    private OutputStream out;
    private BufferedReader in;

    /** Connects and says EHLO; again while the connections of the tests before have not ended yet. */
    public static ReportClient greeted(int port) {
        ReportClient client = Patience.await().until(() -> admitted(port), Objects::nonNull);
        client.expect("250", client.say("EHLO mx.mail.example"));
        return client;
    }

    /** Null if there is one connection too many. */
    private static ReportClient admitted(int port) {
        ReportClient client = new ReportClient(port);
        String greeting = client.reply();
        if (greeting.startsWith("421")) {
            client.close();
            return null;
        }
        client.expect("220", greeting);
        return client;
    }

    public ReportClient(int port) {
        this(port, "127.0.0.1");
    }

    /** @param from its own address, one of this machine */
    public ReportClient(int port, String from) {
        try {
            use(new Socket("127.0.0.1", port, InetAddress.getByName(from), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void use(Socket other) throws IOException {
        socket = other;
        socket.setSoTimeout((int) Patience.LIMIT.toMillis());
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The reply, all its lines; an empty one if the server hangs up. */
    public String say(String line) {
        write(line + "\r\n");
        return reply();
    }

    public void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String reply() {
        StringBuilder reply = new StringBuilder();
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                reply.append(line).append('\n');
                if (line.length() < 4 || line.charAt(3) == ' ') {
                    break;
                }
            }
        } catch (java.net.SocketException e) {
            // Closed with a reset: there is no reply.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reply.toString();
    }

    /** The reply to a whole mail for one recipient; its recipient must be taken. */
    public String bring(String mail, String recipient) {
        expect("250", say("MAIL FROM:<> BODY=8BITMIME"));
        expect("250", say("RCPT TO:<" + recipient + ">"));
        return data(mail);
    }

    public String data(String mail) {
        expect("354", say("DATA"));
        write(mail.replace("\r\n.", "\r\n.."));
        return say("\r\n.");
    }

    public void expect(String code, String reply) {
        if (!reply.startsWith(code)) {
            throw new AssertionError("not %s: %s".formatted(code, reply));
        }
    }

    public void startTls(TrustManager... trust) {
        expect("220", say("STARTTLS"));
        try {
            handshake(trust);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param protocols those that are offered; the platform's if there are none */
    public SSLSession handshake(TrustManager[] trust, String... protocols) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust, null);
            SSLSocket secured =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            if (protocols.length > 0) {
                secured.setEnabledProtocols(protocols);
            }
            secured.startHandshake();
            use(secured);
            return secured.getSession();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
