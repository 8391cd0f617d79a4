package io.postrider.neighbours.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The report of a mail server that accepted a mail but cannot deliver it: the mailbox does not exist (RFC 3464). It is
 * sent to the mail's return path, from the null sender.
 *
 * @param recipient of the mail
 * @param returnPath of the mail, or a forged one
 */
public record BounceReport(String recipient, String returnPath) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TEXT = """
            From: MAILER-DAEMON@mx.mail.example\r
            To: %1$s\r
            Subject: Undelivered Mail Returned to Sender\r
            Auto-Submitted: auto-replied\r
            MIME-Version: 1.0\r
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
            \r
            --b\r
            Content-Type: text/plain\r
            \r
            I'm sorry to have to inform you that your message could not be delivered.\r
            --b\r
            Content-Type: message/delivery-status\r
            \r
            Reporting-MTA: dns; mx.mail.example\r
            \r
            Final-Recipient: rfc822; %2$s\r
            Action: failed\r
            Status: 5.1.1\r
            Diagnostic-Code: smtp; 550 5.1.1 <%2$s>: user unknown\r
            --b--\r
            """;

    /**
     * Sends it to a listener on the loopback interface, in plain text.
     *
     * @return the code of the last reply: 250, or the first refusal
     */
    public String sentTo(int port) {
        return sent(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), null);
    }

    /**
     * Sends it under STARTTLS (RFC 3207).
     *
     * @param listener whose name is not compared with the certificate
     * @param expected the certificate that the listener must present
     * @throws UncheckedIOException if it does not
     */
    public String sentUnderTls(InetSocketAddress listener, SinkCertificate expected) {
        return sent(listener, expected);
    }

    private String sent(InetSocketAddress listener, SinkCertificate expected) {
        try (Socket plain = new Socket(listener.getAddress(), listener.getPort())) {
            plain.setSoTimeout((int) PATIENCE.toMillis());
            String code = said(plain, List.of("", "EHLO mx.mail.example"));
            if (expected == null || refuses(code)) {
                return refuses(code) ? code : transaction(plain);
            }
            code = said(plain, List.of("STARTTLS"));
            if (refuses(code)) {
                return code;
            }
            SSLSocketFactory factory = expected.trusting().getSocketFactory();
            try (SSLSocket secured = (SSLSocket) factory.createSocket(plain, "localhost", listener.getPort(), true)) {
                secured.startHandshake();
                code = said(secured, List.of("EHLO mx.mail.example"));
                return refuses(code) ? code : transaction(secured);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String transaction(Socket socket) throws IOException {
        return said(
                socket,
                List.of(
                        "MAIL FROM:<>",
                        "RCPT TO:<" + returnPath + ">",
                        "DATA",
                        TEXT.formatted(returnPath, recipient) + "."));
    }

    /** The code of the last reply to these lines; an empty line waits for the greeting. Stops after a refusal. */
    private static String said(Socket socket, List<String> lines) throws IOException {
        BufferedReader replies =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String code = "";
        for (String line : lines) {
            if (!line.isEmpty()) {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            code = reply(replies);
            if (refuses(code)) {
                return code;
            }
        }
        return code;
    }

    private static boolean refuses(String code) {
        return code.isEmpty() || code.startsWith("4") || code.startsWith("5");
    }

    private static String reply(BufferedReader replies) throws IOException {
        String line = replies.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = replies.readLine();
        }
        return line == null ? "" : line.substring(0, 3);
    }
}
