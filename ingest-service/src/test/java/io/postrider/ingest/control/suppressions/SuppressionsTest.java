package io.postrider.ingest.control.suppressions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.web.ApiScope;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class SuppressionsTest {
    private static final String PATH = "/v1/suppressions/";

    @BeforeEach
    void nobodyIsSuppressed() {
        Books.change("delete from suppression");
        Books.change("delete from suppression_removal");
    }

    @Test
    void aSuppressionIsLookedUpByAddressInAnyCase() {
        Books.change(
                "insert into suppression (email, reason, origin) values ('who@mail.example', 'complaint', 'tests')");
        Api.Answer answer = Api.get(PATH + "Who@MAIL.example");
        assertEquals(200, answer.status());
        assertEquals("who@mail.example", answer.body().get("email").asText());
        assertEquals("complaint", answer.body().get("reason").asText());
        assertEquals("tests", answer.body().get("origin").asText());
        assertTrue(answer.body().get("created_at").asText().endsWith("Z"));
        assertEquals(404, Api.get(PATH + "nobody@mail.example").status());
    }

    @Test
    void anAddressOfASuppressedDomainIsAnsweredWithItsDomain() {
        assertEquals(201, put("@mail.example", "{\"reason\": \"closed\"}").status());
        Api.Answer answer = Api.get(PATH + "ann@Mail.example");
        assertEquals("@mail.example", answer.body().get("email").asText());
        put("ann@mail.example", "");
        assertEquals(
                "ann@mail.example",
                Api.get(PATH + "ann@mail.example").body().get("email").asText());
        assertEquals(404, Api.get(PATH + "ann@sub.mail.example").status());
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String address : List.of(
                "x",
                "a@",
                "@",
                "a@b",
                "a%00@mail.example",
                "a%20b@mail.example",
                "a@mail..example",
                "a@-mail.example",
                "x".repeat(250) + "@mail.example")) {
            assertEquals(422, Api.get(PATH + address).status(), address);
            assertEquals(422, put(address, "").status(), address);
            assertEquals(422, delete(address).status(), address);
            assertEquals(422, Api.get(PATH + "removals?email=" + address).status(), address);
        }
        assertEquals(0, Books.count("select count(*) from suppression"));
    }

    @Test
    void anAddressIsSuppressedOnceAndKeepsItsFirstReason() {
        Api.Answer first = put("Ann+news@Mail.example", "{\"reason\": \"asked by phone\"}");
        assertEquals(201, first.status());
        assertEquals("ann+news@mail.example", first.body().get("email").asText());
        assertEquals("asked by phone", first.body().get("reason").asText());
        assertEquals("api", first.body().get("origin").asText());
        Api.Answer again = put("ann+news@mail.example", "{\"reason\": \"another\"}");
        assertEquals(200, again.status());
        assertEquals(first.body(), again.body());
    }

    /** In a path, in an import and in the search of mails, an address has one form (RFC 5321, 4.1.2). */
    @Test
    void quotedLocalPartIsTheAddressThatItSays() {
        assertEquals(201, put("%22A..b%22@docomo.ne.jp", "").status());
        assertEquals(200, Api.get(PATH + "a..b@docomo.ne.jp").status());
        assertEquals(201, put("%22a%20b%22@mail.example", "").status());
        assertEquals(201, put("%22Ann%22@mail.example", "").status());
        assertEquals(200, put("ann@mail.example", "").status());
        assertEquals(
                3,
                Books.count("select count(*) from suppression where email in"
                        + " ('\"a..b\"@docomo.ne.jp', '\"a b\"@mail.example', 'ann@mail.example')"));
    }

    /** Clients that are generated send null for what is not given. */
    @Test
    void withoutAReasonItIsManual() {
        for (String body : List.of("", "{}", "null", "{\"reason\": null}")) {
            Api.Answer answer = put("bob@mail.example", body);
            assertEquals(201, answer.status(), body);
            assertEquals("manual", answer.body().get("reason").asText(), body);
            delete("bob@mail.example");
        }
    }

    @Test
    void charactersThatAPathEncodesAreTaken() {
        for (String given : List.of(
                "a%2Fb@mail.example", "a%3Fb@mail.example", "%E2%84%AAim@mail.example", "ann@stra%C3%9Fe.example")) {
            assertEquals(201, put(given, "").status(), given);
            assertEquals(200, Api.get(PATH + given).status(), given);
        }
        assertEquals(
                4,
                Books.count("select count(*) from suppression where email in ('a/b@mail.example', 'a?b@mail.example',"
                        + " '\u212aim@mail.example', 'ann@xn--strae-oqa.example')"));
    }

    @Test
    void aFaultyReasonIsRefused() {
        for (String body : List.of("[]", "{\"reason\": 1}", "{\"reason\": \" \"}", "{\"why\": \"x\"}")) {
            assertEquals(422, put("ann@mail.example", body).status(), body);
        }
        assertEquals(400, put("ann@mail.example", "{").status());
        assertEquals(0, Books.count("select count(*) from suppression"));
    }

    @Test
    void allAreListedInPages() {
        IntStream.range(0, 25).forEach(i -> put("person%02d@mail.example".formatted(i), ""));
        List<String> emails = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        while (cursor != null) {
            JsonNode page = Api.get("/v1/suppressions?limit=10" + cursor).body();
            page.get("suppressions")
                    .forEach(listed -> emails.add(listed.get("email").asText()));
            cursor = page.get("next_cursor").isNull()
                    ? null
                    : "&cursor=" + page.get("next_cursor").asText();
            pages++;
        }
        assertEquals(3, pages);
        assertEquals(
                IntStream.range(0, 25)
                        .mapToObj("person%02d@mail.example"::formatted)
                        .toList(),
                emails);
        for (String query : List.of("cursor=x", "cursor=cgE", "limit=0", "limit=501", "email=a@b.example")) {
            assertEquals(422, Api.get("/v1/suppressions?" + query).status(), query);
        }
    }

    @Test
    void aRemovalIsRecordedWithWhoAskedForIt() {
        JsonNode before =
                put("ann@mail.example", "{\"reason\": \"asked by phone\"}").body();
        Api.Answer removed = Api.send(Api.unsigned(PATH + "Ann@mail.example")
                .header("Authorization", "Bearer " + Neighbours.KEY_OF_SCOPE.get(ApiScope.MANAGE))
                .DELETE()
                .build());
        assertEquals(200, removed.status());
        assertEquals("manageer", removed.body().get("removed_by").asText());
        assertEquals("asked by phone", removed.body().get("reason").asText());
        assertEquals(before.get("created_at"), removed.body().get("created_at"));
        assertEquals(404, Api.get(PATH + "ann@mail.example").status());
        assertEquals(404, delete("ann@mail.example").status());
        JsonNode listed = Api.get(PATH + "removals?email=ANN@mail.example").body();
        assertEquals(1, listed.get("removals").size());
        assertEquals(removed.body(), listed.at("/removals/0"));
    }

    @Test
    void removalsAreListedTheNewestFirst() {
        for (String email : List.of("ann@mail.example", "bob@mail.example", "ann@mail.example")) {
            put(email, "");
            assertEquals("main", delete(email).body().get("removed_by").asText());
        }
        JsonNode first = Api.get(PATH + "removals?limit=2").body();
        assertEquals("ann@mail.example", first.at("/removals/0/email").asText());
        assertEquals("bob@mail.example", first.at("/removals/1/email").asText());
        JsonNode second = Api.get(PATH + "removals?limit=2&cursor="
                        + first.get("next_cursor").asText())
                .body();
        assertEquals("ann@mail.example", second.at("/removals/0/email").asText());
        assertTrue(second.get("next_cursor").isNull());
        assertEquals(
                2,
                Api.get(PATH + "removals?email=ann@mail.example")
                        .body()
                        .get("removals")
                        .size());
    }

    @Test
    void theRecordOfARemovalIsForgottenAfterThreeYears() {
        Books.change(
                "insert into suppression_removal (email, reason, origin, created_at, removed_at, removed_by)"
                        + " select n || '@mail.example', '', '', now(), now() - interval '4 years', 'main' from generate_series(1, 3) n");
        put("ann@mail.example", "");
        delete("ann@mail.example");
        assertEquals(2, Books.count("select count(*) from suppression_removal"));
        put("ann@mail.example", "");
        delete("ann@mail.example");
        assertEquals(2, Books.count("select count(*) from suppression_removal"));
    }

    @Test
    void aListIsImportedAndTheFaultyEntriesAreNamed() {
        put("old@mail.example", "");
        Api.Answer answer = Api.post(PATH + "import", """
                {"suppressions": [
                  {"email": "Ann@Mail.example", "reason": "unsubscribed", "created_at": "2024-03-01T10:00:00+01:00"},
                  {"email": "ann@mail.example"}, {"email": "@gone.example"}, {"email": "old@mail.example"},
                  {"email": "nobody"}, {"email": "bob@mail.example", "reason": ""}, 7,
                  {"email": "eve@mail.example", "created_at": "2999-01-01T00:00:00Z"},
                  {"email": "eve@mail.example", "since": "x"}, {"emial": "nobody", "reason": 1}]}
                """);
        assertEquals(200, answer.status(), answer.toString());
        assertEquals(2, answer.body().get("added").asInt());
        assertEquals(2, answer.body().get("known").asInt());
        assertEquals(6, answer.body().get("refused").asInt());
        List<String> pointers = new ArrayList<>();
        answer.body()
                .get("errors")
                .forEach(fault -> pointers.add(fault.get("pointer").asText()));
        assertEquals(
                List.of(
                        "/suppressions/4/email",
                        "/suppressions/5/reason",
                        "/suppressions/6",
                        "/suppressions/7/created_at",
                        "/suppressions/8/since",
                        "/suppressions/9/emial",
                        "/suppressions/9/reason",
                        "/suppressions/9/email"),
                pointers);
        JsonNode ann = Api.get(PATH + "ann@mail.example").body();
        assertEquals("unsubscribed", ann.get("reason").asText());
        assertEquals("import", ann.get("origin").asText());
        assertEquals("2024-03-01T09:00:00Z", ann.get("created_at").asText());
        assertEquals(
                "@gone.example",
                Api.get(PATH + "x@gone.example").body().get("email").asText());
    }

    @Test
    void aBareListOfAddressesIsImported() {
        Api.Answer answer =
                Api.post(PATH + "import", "[\"Ann@mail.example\", {\"email\": \"@gone.example\"}, \"nobody\"]");
        assertEquals(2, answer.body().get("added").asInt());
        assertEquals(List.of("/2"), answer.body().get("errors").findValuesAsText("pointer"));
        assertEquals(200, Api.get(PATH + "ann@mail.example").status());
    }

    @Test
    void tenThousandAreImportedInOneCallAndNoMore() {
        assertEquals(
                10_000,
                Api.post(PATH + "import", list(10_000)).body().get("added").asInt());
        assertEquals(
                10_000,
                Api.post(PATH + "import", list(10_000)).body().get("known").asInt());
        assertEquals(422, Api.post(PATH + "import", list(10_001)).status());
        assertEquals(10_000, Books.count("select count(*) from suppression"));
    }

    @Test
    void aBodyThatIsNoListIsRefused() {
        for (String body :
                List.of("[]", "7", "{}", "{\"suppressions\": []}", "{\"suppressions\": 1}", "{\"list\": []}")) {
            Api.Answer answer = Api.post(PATH + "import", body);
            assertEquals(422, answer.status(), body);
            assertFalse(answer.body().get("errors").isEmpty(), body);
        }
        assertEquals(400, Api.post(PATH + "import", "").status());
    }

    @Test
    void otherMethodsAreRefusedWithThoseThatThereAre() {
        assertEquals(
                "GET, PUT, DELETE", Api.post(PATH + "ann@mail.example", "{}").header("Allow"));
        assertEquals("GET", Api.post("/v1/suppressions", "{}").header("Allow"));
        assertEquals("GET", Api.post(PATH + "removals", "{}").header("Allow"));
    }

    private static String list(int entries) {
        ObjectNode body = Api.JSON.createObjectNode();
        ArrayNode list = body.putArray("suppressions");
        IntStream.range(0, entries).forEach(i -> list.addObject().put("email", "person%d@mail.example".formatted(i)));
        return body.toString();
    }

    private static Api.Answer put(String address, String body) {
        return Api.send(Api.request(PATH + address)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body))
                .build());
    }

    private static Api.Answer delete(String address) {
        return Api.send(Api.request(PATH + address).DELETE().build());
    }
}
