package io.postrider.e2e.intake;

import static io.postrider.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.ApiClients;
import io.postrider.e2e.kit.Chart;
import io.postrider.e2e.kit.Sql;
import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.neighbours.smtp.ReceivedMail;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The five worst findings of the security assessment (infra/docs/security.md) against the packaged services at the heaps of the
 * chart: no process ends, and applications that send password resets meanwhile are served and their mail is delivered.
 */
class HostileCallersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int BODY_LIMIT = 24 << 20;
    private static final int AT_ONCE = 4;

    private static LocalSystem system;
    private static final int SMALL = 100_000;
    private static final Set<String> ARRIVED = ConcurrentHashMap.newKeySet();
    private static final Map<String, List<ReceivedMail>> MAILS = new ConcurrentHashMap<>();

    private Api api;
    private ApiClients callers;
    private Map<String, Long> processes;

    @BeforeAll
    static void start() {
        LocalSettings settings = LocalSettings.in(Path.of("target", "hostile").toAbsolutePath())
                .fresh(true)
                .withProgress(System.out::println);
        for (String service : LocalSystem.SERVICES) {
            settings.withJvmOptions(service, "-Xmx" + Chart.heapMiB(service) + "m", "-XX:+ExitOnOutOfMemoryError");
        }
        system = LocalSystem.start(settings);
        system.sink()
                .onMail(mail -> mail.recipients().forEach(recipient -> {
                    ARRIVED.add(recipient);
                    // The large ones together are more than the heap of this test.
                    if (mail.content().length < SMALL) {
                        MAILS.computeIfAbsent(recipient, any -> new CopyOnWriteArrayList<>())
                                .add(mail);
                    }
                }));
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @BeforeEach
    void othersCall() {
        api = new Api(system.ingest(), system.apiKey());
        processes = processes();
        callers = ApiClients.of(List.of(system.ingest()), system.apiKey());
        callers.awaitMore(20);
    }

    @AfterEach
    void nobodyElseNoticed() throws Exception {
        callers.awaitMore(20);
        callers.end();
        callers.close();
        assertEquals(processes, processes(), "the processes of before");
        await().atMost(PATIENCE)
                .until(() -> Sql.number(
                                system,
                                "select count(*) from delivery d join message m on m.id = d.message_id"
                                        + " where m.lane = 0 and d.state < 10")
                        == 0);
    }

    private static Map<String, Long> processes() {
        return LocalSystem.SERVICES.stream()
                .collect(Collectors.toMap(
                        name -> name, name -> system.service(name).pid()));
    }

    /** F1: the key is asked for, however the path is written. */
    @Test
    void noSpellingOfAPathNeedsNoKey() {
        String body = Api.message("bulk", List.of("spelled@mail.example")).toString();
        for (String path : List.of(
                "//v1/messages",
                "/x/../v1/messages",
                "/./v1/messages",
                "/%76%31/messages",
                "/v1;a/messages",
                "/v1/messages;a=b",
                "/v1//messages",
                "/v1/messages/",
                "/%2e/v1/messages",
                "/x/%2e%2e/v1/messages",
                "\\v1\\messages",
                "/V1/messages",
                "/v1/%6dessages",
                "http://" + system.ingest().getAuthority() + "//v1/messages")) {
            try (RawHttp raw = RawHttp.to(system.ingest())) {
                int status = raw.send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                        .status();
                assertTrue(List.of(RawHttp.CLOSED, 400, 401, 404, 405).contains(status), path + ": " + status);
            }
        }
        assertEquals(
                0,
                Sql.number(system, "select count(*) from delivery where email = 'spelled@mail.example'"),
                "accepted");
    }

    /** F2: bodies whose tree would be thirty times their size. */
    @Test
    void aBodyOfSmallThingsIsRefused() {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("small objects", filled("{\"to\":[", "{\"a\":1}", "]}"));
        bodies.put("empty objects", filled("{\"to\":[", "{}", "]}"));
        bodies.put("empty lists", filled("{\"variables\":{\"a\":[", "[]", "]}}"));
        bodies.put("numbers", filled("{\"to\":[", "1", "]}"));
        bodies.put("messages", filled("{\"messages\":[", "{\"to\":[{}]}", "]}"));
        bodies.put("short strings", filled("{\"reply_to\":[", "\"a\"", "]}"));
        bodies.put("names", named("{\"variables\":{\"a\":{", "n", "}}}"));
        bodies.put("long names", named("{\"to\":[{", "n".repeat(900), "}]}"));
        bodies.put("unknown", filled("{\"x\":[", "[[[]]]", "]}"));
        bodies.forEach((what, body) -> IntStream.range(0, AT_ONCE).parallel().forEach(i -> {
            String path = what.equals("messages") ? "/v1/messages/batch" : "/v1/messages";
            int status = posted(path, body);
            assertTrue(status == RawHttp.CLOSED || status >= 400 && status != 500, what + ": " + status);
        }));
    }

    private static byte[] named(String head, String prefix, String tail) {
        StringBuilder body = new StringBuilder(BODY_LIMIT).append(head);
        for (int i = 0; body.length() < BODY_LIMIT - 2 * prefix.length() - 100; i++) {
            body.append(i == 0 ? "" : ",").append('"').append(prefix).append(i).append("\":1");
        }
        return body.append(tail).toString().getBytes(UTF_8);
    }

    /** F2: bodies that are within the limits, as large as they may be, from clients that do not wait for an answer. */
    @Test
    void largeBodiesOfClientsThatHangUpDoNotAddUp() {
        String file = Base64.getEncoder().encodeToString(new byte[15 << 20]);
        ObjectNode message = Api.message("bulk", List.of("large@mail.example"));
        message.putArray("attachments")
                .addObject()
                .put("filename", "a")
                .put("content_type", "a/b")
                .put("content", file);
        byte[] large = message.toString().getBytes(UTF_8);
        for (int i = 0; i < 30; i++) {
            try (RawHttp raw = RawHttp.to(system.ingest())) {
                raw.send(head("/v1/messages", large.length)).send(large);
            }
        }
        callers.awaitMore(100);
    }

    private static byte[] filled(String head, String element, String tail) {
        int count = (BODY_LIMIT - head.length() - tail.length()) / (element.length() + 1) - 1;
        return (head + (element + ",").repeat(count) + element + tail).getBytes(UTF_8);
    }

    private static int posted(String path, byte[] body) {
        try (RawHttp raw = RawHttp.to(system.ingest())) {
            return raw.send(head(path, body.length)).send(body).status();
        }
    }

    private static String head(String path, long length) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + system.apiKey()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** F3: mails that are large for each of many recipients. What is accepted is delivered; what is not is refused at once. */
    @Test
    void mailsThatRenderLargeDoNotEndASender() {
        List<String> accepted = new ArrayList<>();
        for (int repeated : List.of(120, 31, 16)) {
            for (String lane : List.of("bulk", "standard")) {
                List<String> addresses = IntStream.range(0, 300)
                        .mapToObj(n -> "large-%d-%s-%d@mail.example".formatted(repeated, lane, n))
                        .toList();
                ObjectNode message = Api.message(lane, addresses);
                message.remove("html");
                message.put("text", "{{v}}".repeat(repeated));
                message.putObject("variables").put("v", "x".repeat(32_000));
                HttpResponse<String> answer = api.post("/v1/messages", message.toString());
                assertTrue(answer.statusCode() == 202 || answer.statusCode() == 422, answer.body());
                if (answer.statusCode() == 202) {
                    accepted.addAll(addresses);
                }
            }
        }
        assertFalse(accepted.isEmpty(), "some of these are within the limits");
        await().atMost(PATIENCE).until(() -> ARRIVED.containsAll(accepted));
    }

    /** F4: a recipient who knows the boundary of one mail cannot add parts to another. */
    @Test
    void nobodyKnowsTheBoundaryOfAnothersMail() throws Exception {
        IntFunction<String> address = n -> "boundary-" + n + "@mail.example";
        api.accepted(guestbook(address.apply(0), "hello"));
        String known = boundary(arrived(address.apply(0)));
        String parts = "hi\r\n--" + known + "\r\nContent-Type: text/html\r\n\r\n<script>eve</script>\r\n--" + known
                + "\r\nContent-Disposition: attachment; filename=invoice.pdf\r\n\r\n%PDF\r\n--" + known + "--\r\n";
        api.accepted(guestbook(address.apply(1), parts));
        ReceivedMail victim = arrived(address.apply(1));
        assertFalse(known.equals(boundary(victim)), "each mail has its own boundary");
        Message parsed = new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(victim.content()));
        List<Entity> entities = ((Multipart) parsed.getBody()).getBodyParts();
        assertEquals(
                List.of("text/plain", "text/html"),
                entities.stream().map(Entity::getMimeType).toList());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ((SingleBody) entities.get(1).getBody()).writeTo(bytes);
        String html = bytes.toString(UTF_8);
        assertTrue(html.contains("writes:"), html);
        assertFalse(html.contains("<script>"), html);
    }

    private static ObjectNode guestbook(String to, String words) {
        ObjectNode message = Api.message("standard", List.of(to));
        message.put("text", "{{name}} writes: {{message}}");
        message.put("html", "<p>{{name}} writes: {{message}}</p>");
        message.putObject("variables").put("name", "Eve").put("message", words);
        return message;
    }

    private static ReceivedMail arrived(String address) {
        await().atMost(PATIENCE).until(() -> MAILS.containsKey(address));
        return MAILS.get(address).get(0);
    }

    private static String boundary(ReceivedMail mail) {
        Matcher found = Pattern.compile("boundary=\"?([^\"\\s;]+)").matcher(new String(mail.content(), UTF_8));
        assertTrue(found.find(), "a boundary");
        return found.group(1);
    }

    /** F5: connections that announce bodies and send nothing, and others that send the half of one. */
    @Test
    void announcedAndHalfReadBodiesLockNobodyOut() {
        List<RawHttp> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                idle.add(RawHttp.to(system.ingest()).send(head("/v1/messages", BODY_LIMIT)));
            }
            callers.awaitMore(200);
            byte[] half = ("{\"text\":\"" + "x".repeat(BODY_LIMIT / 2)).getBytes(UTF_8);
            for (int i = 0; i < 12; i++) {
                idle.add(RawHttp.to(system.ingest())
                        .send(head("/v1/messages", BODY_LIMIT))
                        .send(half));
            }
            callers.awaitMore(200);
        } finally {
            idle.forEach(RawHttp::close);
        }
    }
}
