package io.postrider.e2e.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.SharedSystem;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's first call, as a new user makes it: once, and again with other content. */
class ReadmeTest {
    private static final Pattern CALL = Pattern.compile("```bash\ncurl (.*?)\n```", Pattern.DOTALL);
    private static final Pattern BODY = Pattern.compile("-d '(.*?)'", Pattern.DOTALL);
    private static final Pattern HEADER = Pattern.compile("-H '([A-Za-z-]+): (.*?)'");

    private final Api api = SharedSystem.get().api();

    @Test
    void theExampleCanBeSentAgainWithOtherWords() throws Exception {
        String readme = Files.readString(Path.of("../../../README.md"));
        Matcher call = CALL.matcher(readme);
        assertTrue(call.find());
        Matcher body = BODY.matcher(call.group(1));
        assertTrue(body.find());
        assertTrue(call.group(1).contains("/v1/messages "), call.group(1));
        String[] headers = headers(call.group(1));

        JsonNode first = sent(body.group(1), headers);
        JsonNode second = sent(body.group(1).replace("Hello {{first_name}}", "Hello again, {{first_name}}"), headers);

        assertNotEquals(first.get("id"), second.get("id"));
    }

    private JsonNode sent(String body, String... headers) throws Exception {
        HttpResponse<String> answer = api.post("/v1/messages", body, headers);
        assertEquals(202, answer.statusCode(), answer.body());
        return Api.JSON.readTree(answer.body());
    }

    /** The content type is the client's own. */
    private static String[] headers(String call) {
        List<String> headers = new ArrayList<>();
        for (Matcher header = HEADER.matcher(call); header.find(); ) {
            if (!header.group(1).equals("Content-Type")) {
                headers.add(header.group(1));
                headers.add(header.group(2));
            }
        }
        return headers.toArray(String[]::new);
    }
}
