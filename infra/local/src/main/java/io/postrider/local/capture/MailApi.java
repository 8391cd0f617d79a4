package io.postrider.local.capture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.postrider.neighbours.http.LoopbackServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The captured mails as JSON, for tests of applications: {@code /api/mails} lists, waits for and removes them, and
 * {@code /api/mails/{number}} returns one. {@code infra/docs/local.md} describes the calls.
 */
final class MailApi {
    /** Maximum calls waiting at the same time. Each holds a thread, and the pages need some as well. */
    static final int MOST_WAITING = 16;

    private static final String MAILS = "/api/mails";
    private static final Pattern MAIL = Pattern.compile(MAILS + "/(\\d{1,18})");

    /** A mail found, with its number. */
    private record Found(long number, CapturedMail mail, int size) {}

    /** @param last the number of the last mail read */
    private record Page(List<Found> found, long last) {}

    private final MailBox box;
    private final ObjectMapper json = new ObjectMapper();
    private final Semaphore waiters = new Semaphore(MOST_WAITING);

    MailApi(MailBox box) {
        this.box = box;
    }

    void handle(HttpExchange exchange) throws IOException {
        String call =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        Matcher one = MAIL.matcher(exchange.getRequestURI().getPath());
        try {
            if (call.equals("GET " + MAILS)) {
                list(exchange);
            } else if (call.equals("DELETE " + MAILS)) {
                box.removeAll();
                exchange.sendResponseHeaders(204, -1);
            } else if (one.matches() && exchange.getRequestMethod().equals("GET")) {
                one(exchange, Long.parseLong(one.group(1)));
            } else {
                fault(exchange, 404, "The calls are GET %1$s, GET %1$s/{number} and DELETE %1$s.".formatted(MAILS));
            }
        } catch (IllegalArgumentException e) {
            fault(exchange, 400, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fault(exchange, 503, "The local run is stopping.");
        }
    }

    private void list(HttpExchange exchange) throws IOException, InterruptedException {
        MailQuery query = MailQuery.of(exchange.getRequestURI().getRawQuery());
        if (query.waitSeconds() == 0) {
            answer(exchange, 200, listed(find(query)));
        } else if (waiters.tryAcquire()) {
            try {
                answer(exchange, 200, listed(awaited(query)));
            } finally {
                waiters.release();
            }
        } else {
            fault(exchange, 503, "%d calls are already waiting.".formatted(MOST_WAITING));
        }
    }

    /** As many mails as requested, or those that have arrived when the time is up. */
    private Page awaited(MailQuery query) throws InterruptedException {
        long deadline =
                System.nanoTime() + Duration.ofSeconds(query.waitSeconds()).toNanos();
        while (true) {
            Page page = find(query);
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (page.found().size() >= query.count() || left <= 0) {
                return page;
            }
            box.awaitNewer(page.last(), left);
        }
    }

    /** The newest first, among all that arrived before this call. */
    private Page find(MailQuery query) throws InterruptedException {
        long last = box.awaitSettled();
        List<Found> found = new ArrayList<>();
        int most = Math.max(query.limit(), query.count());
        for (long number : box.newest(last + 1, Integer.MAX_VALUE)) {
            if (number <= query.number() || found.size() == most) {
                break;
            }
            box.read(number).ifPresent(source -> {
                CapturedMail mail = CapturedMail.parseHeader(source);
                if (query.matches(mail)) {
                    found.add(new Found(number, mail, source.length));
                }
            });
        }
        return new Page(found, last);
    }

    private ObjectNode listed(Page page) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode mails = answer.putArray("mails");
        page.found().forEach(mail -> head(mails.addObject(), mail.number(), mail.mail(), mail.size()));
        // To be passed as "after" in the next call, which then returns only later mails.
        answer.put("last", page.last());
        return answer;
    }

    private void one(HttpExchange exchange, long number) throws IOException {
        Optional<byte[]> source = box.read(number);
        if (source.isEmpty()) {
            fault(exchange, 404, "There is no mail %d, or it is no longer kept.".formatted(number));
            return;
        }
        CapturedMail mail = CapturedMail.parse(source.get());
        ObjectNode answer = head(json.createObjectNode(), number, mail, source.get().length);
        ArrayNode headers = answer.putArray("headers");
        mail.headers()
                .forEach(line -> headers.addObject().put("name", line.name()).put("value", line.value()));
        answer.put("text", mail.text().orElse(null));
        answer.put("html", mail.html().orElse(null));
        ArrayNode attachments = answer.putArray("attachments");
        mail.parts()
                .forEach(part -> attachments
                        .addObject()
                        .put("filename", part.name())
                        .put("content_type", part.type())
                        .put("content_id", part.contentId())
                        .put("size", part.bytes().length)
                        .put("content", part.bytes()));
        answer(exchange, 200, answer);
    }

    private static ObjectNode head(ObjectNode answer, long number, CapturedMail mail, int size) {
        answer.put("number", number).put("envelope_from", mail.envelopeFrom());
        ArrayNode to = answer.putArray("envelope_to");
        mail.envelopeTo().forEach(to::add);
        return answer.put("from", mail.header("From"))
                .put("to", mail.header("To"))
                .put("subject", mail.header("Subject"))
                .put("received_at", mail.receivedAt().toString())
                .put("size", size);
    }

    private void fault(HttpExchange exchange, int status, String detail) throws IOException {
        answer(exchange, status, json.createObjectNode().put("status", status).put("detail", detail));
    }

    private void answer(HttpExchange exchange, int status, ObjectNode answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        LoopbackServer.write(exchange, status, json.writeValueAsBytes(answer));
    }
}
