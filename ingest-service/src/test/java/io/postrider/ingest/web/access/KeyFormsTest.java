package io.postrider.ingest.web.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.RawCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key is one Authorization field with the scheme Bearer (RFC 6750, 2.1), and nothing else is. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class KeyFormsTest {
    private static final String KEY = Neighbours.API_KEY;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer KEY",
                "authorization: bearer KEY",
                "AUTHORIZATION: BEARER KEY",
                "Authorization:Bearer KEY",
                "Authorization: Bearer KEY ",
                "Authorization: \tBearer KEY\t"
            })
    void isTheKey(String field) {
        assertEquals(404, status("GET /v1/messages/none", field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: KEY",
                "Authorization: BearerKEY",
                "Authorization: Bearer",
                "Authorization: Bearer ",
                "Authorization:",
                "Authorization: Bearer\tKEY",
                "Authorization: Bearer KEYx",
                "Authorization: Bearer xKEY",
                "Authorization: Bearer KE",
                "Authorization: Bearer \"KEY\"",
                "Authorization: Bearer KEY,KEY",
                "Authorization: Bearer KEY KEY",
                "Authorization: Bearer Bearer KEY",
                "Authorization: Bearer UPPER",
                "Authorization: Token KEY",
                "Authorization: Basic KEY",
                "Authorization: Basic BASE64",
                "Authorization: Digest username=\"KEY\"",
                "Authorization: Bearer KEY\r\nAuthorization: Bearer KEY",
                "Authorization: Bearer KEY\r\nAuthorization: Bearer key-of-the-wrong",
                "Authorization: Bearer key-of-the-wrong\r\nAuthorization: Bearer KEY",
                "Authorization: Basic BASE64\r\nAuthorization: Bearer KEY",
                "Proxy-Authorization: Bearer KEY",
                "X-Authorization: Bearer KEY",
                "X-Api-Key: KEY",
                "Cookie: Authorization=Bearer KEY",
                "X-Other: a\r\n Authorization: Bearer KEY"
            })
    void isNoKey(String fields) {
        int status = status("GET /v1/messages/none", fields);
        assertEquals(401, status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/messages/none?key=KEY",
                "GET /v1/messages/none?access_token=KEY",
                "GET /v1/messages/none?Authorization=Bearer%20KEY",
                "GET http://KEY@localhost/v1/messages/none",
                "GET http://u:KEY@localhost/v1/messages/none",
                "GET /v1/messages/none;key=KEY"
            })
    void isNoKeyInTheAddress(String line) {
        int status = status(line, "X-Other: a");
        assertEquals(401, status);
    }

    private static int status(String line, String fields) {
        String request = "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n"
                .formatted(line, fields)
                .replace("KEY", KEY)
                .replace("UPPER", KEY.toUpperCase(java.util.Locale.ROOT))
                .replace(
                        "BASE64", Base64.getEncoder().encodeToString(("main:" + KEY).getBytes(StandardCharsets.UTF_8)));
        return RawCall.status(RawCall.exchange(request.getBytes(ISO_8859_1)));
    }
}
