import io.postrider.client.ApiClient;
import io.postrider.client.ApiException;
import io.postrider.client.api.SendApi;
import io.postrider.client.api.StatusApi;
import io.postrider.client.api.SuppressionsApi;
import io.postrider.client.model.Accepted;
import io.postrider.client.model.Attachment;
import io.postrider.client.model.EventType;
import io.postrider.client.model.Lane;
import io.postrider.client.model.Mailbox;
import io.postrider.client.model.Message;
import io.postrider.client.model.MessageState;
import io.postrider.client.model.Problem;
import io.postrider.client.model.Recipient;
import io.postrider.client.model.Status;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Sends a mail with the generated client, waits until it is delivered, and reads a refusal. infra/proofs/clients/check runs it. */
public final class Send {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(120);
    private static final long PAUSE_MILLIS = 200;
    private static final String RECIPIENT = "java@mail.example";

    private final ApiClient client = new ApiClient();
    private final SendApi send;
    private final StatusApi status;
    private final SuppressionsApi suppressions;

    private Send(String url, String key) {
        // First the client: the calls take a copy of what it has.
        client.updateBaseUri(url);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + key));
        send = new SendApi(client);
        status = new StatusApi(client);
        suppressions = new SuppressionsApi(client);
    }

    private interface Call {
        Object make() throws ApiException;
    }

    public static void main(String[] arguments) throws Exception {
        new Send(setting("POSTRIDER_URL"), setting("POSTRIDER_KEY")).run();
        System.out.println("Java: a mail is sent and delivered, refusals are read");
    }

    private void run() throws Exception {
        String key = "java-" + UUID.randomUUID();
        Accepted accepted = send.sendMessage(message(), key);
        Accepted again = send.sendMessage(message(), key);
        expect(
                accepted.getAccepted() == 1 && again.getId().equals(accepted.getId()),
                "a repeated call is answered as the first one");

        Status done = delivered(accepted.getId());
        expect(done.getCounts().get("delivered") == 1, "the mail is delivered");
        expect(
                done.getTags().get("client").equals("java") && done.getLane() == Lane.TRANSACTIONAL,
                "what was sent comes back");
        expect(
                status.listEvents(accepted.getId(), null, null).getEvents().stream()
                        .anyMatch(event -> event.getType() == EventType.DELIVERED),
                "its history has the delivery");
        expect(
                status
                        .searchMessages(RECIPIENT, null, null, null, done.getAcceptedAt().minusSeconds(1), null, null, 10)
                        .getMessages()
                        .stream()
                        .anyMatch(one -> one.getId().equals(accepted.getId())),
                "it is found by its recipient");

        String suppressed = suppressions.suppressAddress("closed+2@mail.example", null).getEmail();
        expect(suppressions.getSuppression(suppressed).getOrigin().equals("api"), "an address is suppressed");
        suppressions.removeSuppression(suppressed);

        Problem invalid = refusal(() -> send.sendMessage(message().subject("a\nb"), null));
        expect(
                invalid.getStatus() == 422 && invalid.getErrors().get(0).getPointer().equals("/subject"),
                "a refusal names the field at fault");
        Problem unknown = refusal(() -> status.getMessage(UUID.fromString("0192f0c1-7a3b-7c4d-8e5f-6a7b8c9d0e1f")));
        expect(unknown.getType().toString().equals("urn:postrider:problem:not-found"), "an unknown message is not found");
    }

    private static Message message() {
        return new Message()
                .from(new Mailbox().email("news@shop.example").name("Shop"))
                .addToItem(new Recipient().email(RECIPIENT).name("Ann").variables(Map.of("first_name", "Ann")))
                .subject("Hello {{first_name}}")
                .text("From the Java client")
                .html("<p>From the Java client</p>")
                .lane(Lane.TRANSACTIONAL)
                .campaign("java")
                .putTagsItem("client", "java")
                .addAttachmentsItem(new Attachment()
                        .filename("hello.txt")
                        .contentType("text/plain")
                        .content(Base64.getEncoder().encodeToString("Hello".getBytes())));
    }

    private Status delivered(UUID id) throws Exception {
        long begun = System.nanoTime();
        while (true) {
            Status message = status.getMessage(id);
            if (message.getState() == MessageState.DONE) {
                return message;
            }
            expect(System.nanoTime() - begun < LIMIT, "the message ends; it is " + message.getState());
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** The problem document (RFC 9457) of a call that is refused. */
    private Problem refusal(Call call) throws IOException {
        try {
            call.make();
        } catch (ApiException e) {
            return client.getObjectMapper().readValue(e.getResponseBody(), Problem.class);
        }
        throw new AssertionError("the call was not refused");
    }

    private static void expect(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }

    private static String setting(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new AssertionError("set " + name);
        }
        return value;
    }
}
