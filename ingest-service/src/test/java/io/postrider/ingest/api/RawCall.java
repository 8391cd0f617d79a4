package io.postrider.ingest.api;

import io.postrider.testing.Patience;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/** A connection to the service on which a test writes what no well-behaved client would. */
public final class RawCall implements AutoCloseable {
    private static final int STATUS_LINE = 12;
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    public RawCall() {
        this(null);
    }

    /** @param from the address of this machine that it comes from; null for any */
    public RawCall(InetAddress from) {
        URI base = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
        try {
            socket = new Socket(base.getHost(), base.getPort(), from, 0);
            socket.setSoTimeout((int) Patience.LIMIT.toMillis());
            out = socket.getOutputStream();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to bytes that may be no whole request: nothing follows them. The service may close without an answer then. */
    public static String exchangeAll(byte[] request) {
        return exchange(request, true);
    }

    /** All that comes back for a request with "Connection: close". */
    public static String exchange(byte[] request) {
        return exchange(request, false);
    }

    private static String exchange(byte[] request, boolean end) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (RawCall call = new RawCall()) {
            call.out.write(request);
            call.out.flush();
            if (end) {
                call.socket.shutdownOutput();
            }
            call.socket.getInputStream().transferTo(answer);
        } catch (SocketException e) {
            // It was closed before all was read: the answer is what came until then.
        } catch (IOException e) {
            String line = new String(request, StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
            throw new UncheckedIOException("%s: after %d bytes of the answer".formatted(line, answer.size()), e);
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    /** Of the first answer; 0 if the connection was closed without one. */
    public static int status(String answer) {
        return answer.length() < STATUS_LINE ? 0 : Integer.parseInt(answer.substring(9, STATUS_LINE));
    }

    /** The head of a submission with the key, and with further fields. */
    public RawCall post(String... fields) {
        return write("""
                POST /v1/messages HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                %s\r
                \r
                """.formatted(Neighbours.API_KEY, String.join("\r\n", fields)));
    }

    public RawCall write(String text) {
        return writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    public RawCall writeBytes(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes as much as is taken before the connection ends. */
    public RawCall writeIfOpen(String text) {
        try {
            write(text);
        } catch (UncheckedIOException e) {
            // Its answer is read later.
        }
        return this;
    }

    /** Whether the answer that comes, or that the connection ended with, is that the body was too slow. */
    public boolean answeredSlow() {
        return head().startsWith("HTTP/1.1 408 ");
    }

    /** The next line of the answer; null if the connection ended. */
    public String line() {
        try {
            return in.readLine();
        } catch (SocketException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the service closes the connection. */
    public void awaitEnd() {
        while (line() != null) {
            // What is left of an answer.
        }
    }

    /** The next answer's status line and head, an empty line at its end. */
    public String head() {
        StringBuilder head = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            head.append(line).append('\n');
            if (line.isEmpty()) {
                break;
            }
        }
        return head.toString();
    }

    /** Reads the body of the answer that has this head. */
    public RawCall skipBody(String head) {
        Matcher length = LENGTH.matcher(head);
        try {
            for (int left = length.find() ? Integer.parseInt(length.group(1)) : 0; left > 0; left--) {
                in.read();
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
