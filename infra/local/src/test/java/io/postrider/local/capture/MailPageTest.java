package io.postrider.local.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.neighbours.smtp.ReceivedMail;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailPageTest extends RunningMailPage {
    private static final String RICH = """
            From: =?utf-8?q?B=C3=A4ckerei?= <shop@shop.example>
            To: ann@mail.example
            Subject: =?utf-8?b?R3LDvMOfZSDwn5OE?=
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=m

            --m
            Content-Type: multipart/related; boundary=r

            --r
            Content-Type: multipart/alternative; boundary=a

            --a
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe
            --a
            Content-Type: text/html; charset=utf-8

            <p>Hello</p><img src="cid:logo">
            --a--
            --r
            Content-Type: image/png
            Content-ID: <logo>
            Content-Disposition: inline
            Content-Transfer-Encoding: base64

            iVBORw==
            --r--
            --m
            Content-Type: text/csv; name="preise.csv"
            Content-Disposition: attachment; filename="../evil\\"name.csv"

            a,b
            --m--
            """;

    @Test
    void listDecodesAndEscapesWhatStandsInTheHeader() throws Exception {
        take("From: <script>alert(1)</script> <x@y.example>\nSubject: <b>bold</b> & \"more\"\n\nhello\n");
        take(RICH);
        String list = get("").body();
        assertTrue(list.contains("Grüße 📄"), list);
        assertTrue(
                list.contains("<td class=\"from\" title=\"Bäckerei &lt;shop@shop.example&gt;\">Bäckerei</td>"), list);
        assertTrue(list.contains("&lt;b&gt;bold&lt;/b&gt; &amp; &quot;more&quot;"), list);
        assertFalse(list.contains("<script"), list);
        assertFalse(list.contains("<b>bold"), list);
    }

    @Test
    void rawUtf8HeaderIsReadable() throws Exception {
        take("Subject: Grüße aus Köln\nFrom: jörg@köln.example\n\nhello\n");
        assertTrue(get("").body().contains("Grüße aus Köln"));
    }

    @Test
    void searchIsEscapedAndFinds() throws Exception {
        take(RICH);
        take("Subject: other\n\nhello\n");
        String found = get("?q=b%C3%A4ckerei").body();
        assertTrue(found.contains("Grüße") && !found.contains("other"), found);
        assertTrue(get("?q=%3Cscript%3E").body().contains("No mail has <q>&lt;script&gt;</q>"));
    }

    @Test
    void mailIsShownInEachView() throws Exception {
        take(RICH);
        assertTrue(get("mail/1").body().contains("<iframe sandbox src=\"/mail/1/html\""));
        assertTrue(get("mail/1?view=text").body().contains("<pre class=\"text\">Grüße"));
        assertTrue(get("mail/1?view=headers").body().contains("<td>Grüße 📄</td>"));
        String source = get("mail/1?view=source").body();
        assertTrue(source.contains("Return-Path: &lt;bounce@shop.example&gt;"), source);
        assertTrue(source.contains("Delivered-To: ann@mail.example"), source);
        assertTrue(source.contains("=?utf-8?b?R3LDvMOfZSDwn5OE?="), source);
    }

    @Test
    void htmlOfAMailHasItsInlineImagesAndRunsNothing() throws Exception {
        take(RICH);
        HttpResponse<String> html = get("mail/1/html");
        assertTrue(html.body().contains("<img src=\"data:image/png;base64,iVBORw==\">"), html.body());
        String policy = html.headers().firstValue("Content-Security-Policy").orElse("");
        assertTrue(policy.startsWith("sandbox;") && policy.contains("default-src 'none'"), policy);
        assertFalse(policy.contains("script"), policy);
        assertTrue(get("mail/1")
                .headers()
                .firstValue("Content-Security-Policy")
                .orElse("")
                .contains("default-src 'none'"));
    }

    @Test
    void attachmentIsOnlyEverDownloaded() throws Exception {
        take(RICH);
        HttpResponse<String> part = get("mail/1/part/1");
        assertEquals("a,b", part.body().strip());
        assertEquals(
                "application/octet-stream",
                part.headers().firstValue("Content-Type").orElse(""));
        String disposition = part.headers().firstValue("Content-Disposition").orElse("");
        assertEquals("attachment; filename*=UTF-8''..%2Fevil%22name.csv", disposition);
        assertEquals(
                "nosniff", part.headers().firstValue("X-Content-Type-Options").orElse(""));
    }

    @Test
    void noPageHasInvisibleCharacters() throws Exception {
        take("From: a\u202eb@x.example\nSubject: pay\u2066\u200bpal\u2028 \u001b[31m\n"
                + "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain; charset=utf-8\n\n"
                + "one\u202e\ntwo\u0007\n--m\nContent-Type: application/pdf\n"
                + "Content-Disposition: attachment; filename*=UTF-8''invoice%E2%80%AEfdp.exe\n\nx\n--m--\n");
        for (String path : List.of("", "mail/1", "mail/1?view=text", "mail/1?view=headers", "mail/1?view=source")) {
            String shown = get(path).body();
            assertTrue(
                    shown.codePoints()
                            .noneMatch(c -> Character.getType(c) == Character.FORMAT
                                    || c == 0x2028
                                    || Character.isISOControl(c) && c != '\n' && c != '\t'),
                    path);
        }
        assertTrue(get("mail/1?view=text").body().contains("one?\ntwo?"));
        assertEquals(
                "attachment; filename*=UTF-8''invoice%3Ffdp.exe",
                get("mail/1/part/0").headers().firstValue("Content-Disposition").orElse(""));
    }

    @Test
    void whatIsNotThereIsSaidSo() throws Exception {
        assertEquals(404, get("mail/7").statusCode());
        assertEquals(404, get("mail/7/part/0").statusCode());
        assertEquals(404, get("../../etc/passwd").statusCode());
        assertTrue(get("").body().contains("No mail yet"));
    }

    @Test
    void anotherHostNameIsRefused() throws Exception {
        try (java.net.Socket socket =
                new java.net.Socket("127.0.0.1", page.uri().getPort())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
        }
    }

    private void take(String mail) throws Exception {
        long number = box.count() + 1;
        byte[] content = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        box.take(new ReceivedMail(Instant.now(), 1, "bounce@shop.example", List.of("ann@mail.example"), content, null));
        MailBoxTest.awaitKept(box, number);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(page.uri() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
