package io.postrider.local.capture;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.postrider.neighbours.http.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves the captured mails on the loopback interface, as pages, which only read, and as JSON, see {@link MailApi}. */
public final class MailPage implements HttpHandler {
    private static final Pattern MAIL = Pattern.compile("/mail/(\\d{1,18})(?:/(html|source|part/(\\d{1,4})))?");
    private static final String OWN_POLICY =
            "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    /** For the content of a mail: styles and embedded images; no scripts, forms or network access. */
    private static final String MAIL_POLICY =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

    private final MailBox box;
    private final ListPage listPage;
    private final ReadPage readPage;
    private final MailApi api;

    private MailPage(MailBox box) {
        this.box = box;
        this.listPage = new ListPage(box);
        this.readPage = new ReadPage(box);
        this.api = new MailApi(box);
    }

    /** @param port to listen on, 0 for any free one */
    public static LoopbackServer start(MailBox box, int port) {
        return LoopbackServer.start("mail-page", port, new MailPage(box));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/api/")) {
            api.handle(exchange);
        } else if (exchange.getRequestMethod().equals("GET")) {
            route(exchange, path);
        } else {
            LoopbackServer.answer(exchange, 405, "text/plain", "Only GET.");
        }
    }

    private void route(HttpExchange exchange, String path) throws IOException {
        Matcher mail = MAIL.matcher(path);
        if (path.equals("/")) {
            long before = query(exchange, "before")
                    .filter(number -> number.matches("\\d{1,18}"))
                    .map(Long::parseLong)
                    .orElse(Long.MAX_VALUE);
            own(
                    exchange,
                    200,
                    listPage.render(before, query(exchange, "q").orElse("").strip()));
        } else if (path.equals("/style.css")) {
            LoopbackServer.answer(exchange, 200, "text/css", stylesheet());
        } else if (mail.matches()) {
            mail(exchange, mail);
        } else {
            notFound(exchange);
        }
    }

    private void mail(HttpExchange exchange, Matcher path) throws IOException {
        long number = Long.parseLong(path.group(1));
        Optional<byte[]> source = box.read(number);
        if (source.isEmpty()) {
            notFound(exchange);
        } else if ("source".equals(path.group(2))) {
            download(exchange, "mail-" + number + ".eml", source.get());
        } else {
            mail(exchange, path, number, CapturedMail.parse(source.get()));
        }
    }

    private void mail(HttpExchange exchange, Matcher path, long number, CapturedMail mail) throws IOException {
        if (path.group(2) == null) {
            own(
                    exchange,
                    200,
                    readPage.render(number, mail, query(exchange, "view").orElse("")));
        } else if (path.group(2).equals("html")) {
            exchange.getResponseHeaders().set("Content-Security-Policy", MAIL_POLICY);
            LoopbackServer.answer(exchange, 200, "text/html", ReadPage.withInlineImages(mail));
        } else {
            int part = Integer.parseInt(path.group(3));
            if (part < mail.parts().size()) {
                download(
                        exchange,
                        mail.parts().get(part).name(),
                        mail.parts().get(part).bytes());
            } else {
                notFound(exchange);
            }
        }
    }

    private static void notFound(HttpExchange exchange) throws IOException {
        own(exchange, 404, Pages.render("missing", Map.of("title", "Not here")));
    }

    private static void own(HttpExchange exchange, int status, String html) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", OWN_POLICY);
        LoopbackServer.answer(exchange, status, "text/html", html);
    }

    private static void download(HttpExchange exchange, String name, byte[] bytes) throws IOException {
        // RFC 6266 with RFC 8187's encoding, so that no name can end the header.
        String encoded = java.net.URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        exchange.getResponseHeaders().set("Content-Disposition", "attachment; filename*=UTF-8''" + encoded);
        exchange.getResponseHeaders().set("Content-Security-Policy", MAIL_POLICY);
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        LoopbackServer.write(exchange, 200, bytes);
    }

    private static Optional<String> query(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return Optional.empty();
        }
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static String stylesheet() throws IOException {
        try (InputStream in = MailPage.class.getResourceAsStream("style.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
