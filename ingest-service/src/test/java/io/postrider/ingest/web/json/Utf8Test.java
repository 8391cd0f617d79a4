package io.postrider.ingest.web.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.body.RequestBody;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @Test
    void everyCharacterOfUnicodeIsTaken() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        assertEquals(-1, Utf8.firstFault(all.toString().getBytes(UTF_8)));
        assertEquals(-1, Utf8.firstFault(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C0AF",
                "C1BF",
                "E080AF",
                "E09FBF",
                "F08080AF",
                "F08FBFBF",
                "F8808080AF",
                "FC80808080AF",
                "EDA080",
                "EDBFBF",
                "EDA0BDEDB880",
                "F4908080",
                "F7BFBFBF",
                "80",
                "BF",
                "C3",
                "E282",
                "F09F98",
                "C3C3",
                "FE",
                "FF",
                "C328"
            })
    void whatIsNoShortestFormOrNoCharacterIsRefused(String hex) {
        byte[] fault = HexFormat.of().parseHex(hex);
        byte[] body = new byte[100_000 + fault.length + 2];
        Arrays.fill(body, (byte) 'a');
        body[0] = '"';
        System.arraycopy(fault, 0, body, 100_000, fault.length);
        body[body.length - 1] = '"';
        assertEquals(100_000, Utf8.firstFault(body), hex);
        Problem.Refusal refusal =
                assertThrows(Problem.Refusal.class, () -> JsonBody.read(RequestBody.of(body), JsonBody::tree));
        assertEquals(400, refusal.problem().status());
        assertTrue(
                refusal.problem().detail().contains("100000"), refusal.problem().detail());
    }
}
