package io.postrider.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedTest {
    private static final AddressRanges TRUSTED =
            AddressRanges.parse("trusted", List.of("10.0.0.0/8", "2001:db8:1::/48"));

    private static Optional<String> client(String peer, List<String> forwarded, List<String> forwardedFor) {
        return Forwarded.client(AddressLiteral.parse(peer).orElseThrow(), forwarded, forwardedFor, TRUSTED)
                .map(InetAddress::getHostAddress);
    }

    private static Optional<String> expected(String client) {
        return client.equals("-")
                ? Optional.empty()
                : AddressLiteral.parse(client).map(InetAddress::getHostAddress);
    }

    /** A bar is between the values of two fields. */
    private static List<String> fields(String values) {
        return values == null ? List.of() : List.of(values.split("!"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.9   | 198.51.100.1                              | 192.0.2.9
            10.0.0.1    |                                           | -
            10.0.0.1    | 198.51.100.1                              | 198.51.100.1
            10.0.0.1    | 198.51.100.1:4711                         | 198.51.100.1
            10.0.0.1    | 203.0.113.7, 198.51.100.1                 | 198.51.100.1
            10.0.0.1    | 203.0.113.7, 198.51.100.1, 10.0.0.2       | 198.51.100.1
            10.0.0.1    | 203.0.113.7!198.51.100.1!10.0.0.2         | 198.51.100.1
            10.0.0.1    | 203.0.113.7!198.51.100.1, 10.3.0.2        | 198.51.100.1
            10.0.0.1    | 10.0.0.3,10.0.0.2                         | 10.0.0.3
            10.0.0.1    | 2001:db8::7                               | 2001:db8::7
            10.0.0.1    | [2001:db8::7]:443                         | 2001:db8::7
            10.0.0.1    | [2001:db8::7]                             | 2001:db8::7
            10.0.0.1    | ::ffff:198.51.100.1                       | 198.51.100.1
            10.0.0.1    | 198.51.100.1, ::ffff:10.0.0.2             | 198.51.100.1
            2001:db8:1::1 | 198.51.100.1, [2001:db8:1::2]:80        | 198.51.100.1
            10.0.0.1    | garbage, 198.51.100.1                     | 198.51.100.1
            10.0.0.1    | 198.51.100.1, garbage                     | -
            10.0.0.1    | 198.51.100.1, unknown                     | -
            10.0.0.1    | 198.51.100.1,                             | -
            10.0.0.1    | 198.51.100.1, ,10.0.0.2                   | -
            10.0.0.1    | 198.51.100.1, 1.2.3                       | -
            10.0.0.1    | 198.51.100.1, 010.0.0.1                   | -
            10.0.0.1    | 198.51.100.1:99999999                     | -
            10.0.0.1    | [2001:db8::7                              | -
            10.0.0.1    | [198.51.100.1]x                           | -
            10.0.0.1    | localhost                                 | -
            """)
    void theFirstFromTheEndThatIsNoProxyIsTheClient(String peer, String forwardedFor, String client) {
        assertEquals(expected(client), client(peer, List.of(), fields(forwardedFor)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            192.0.2.9 | for=198.51.100.1                                         | 192.0.2.9
            10.0.0.1  | for=198.51.100.1                                         | 198.51.100.1
            10.0.0.1  | For="198.51.100.1:4711";proto=https;by=10.0.0.1          | 198.51.100.1
            10.0.0.1  | for="[2001:db8::7]:443"                                  | 2001:db8::7
            10.0.0.1  | proto=http;for=203.0.113.7, by=_x;for=198.51.100.1       | 198.51.100.1
            10.0.0.1  | for=203.0.113.7!for=198.51.100.1!for=10.0.0.2            | 198.51.100.1
            10.0.0.1  | for="a, for=1.1.1.1";host="x;for=2.2.2.2", for=198.51.100.1 | 198.51.100.1
            10.0.0.1  | for=198.51.100.1;host="x;for=2.2.2.2, for=3.3.3.3"       | 198.51.100.1
            10.0.0.1  | for=198.51.100.1;host="\\";for=2.2.2.2"                  | 198.51.100.1
            10.0.0.1  | for="198.51.100.1:_port"                                 | 198.51.100.1
            10.0.0.1  | for=198.51.100.1, for=unknown                            | -
            10.0.0.1  | for=198.51.100.1, for=_hidden                            | -
            10.0.0.1  | for=198.51.100.1, proto=http                             | -
            10.0.0.1  | for="198.51.100.1                                        | -
            10.0.0.1  | ,;=,                                                     | -
            """)
    void theStandardsFieldIsReadAsItIsWritten(String peer, String forwarded, String client) {
        assertEquals(expected(client), client(peer, fields(forwarded), List.of()));
    }

    @Test
    void twoFieldsThatSayDifferentThingsAreNotBelieved() {
        List<String> forwarded = List.of("for=198.51.100.1");
        assertEquals(Optional.of("198.51.100.1"), client("10.0.0.1", forwarded, List.of("198.51.100.1")));
        assertEquals(Optional.empty(), client("10.0.0.1", forwarded, List.of("203.0.113.7")));
        assertEquals(Optional.of("192.0.2.9"), client("192.0.2.9", forwarded, List.of("203.0.113.7")));
    }

    @Test
    void aHundredHopsAreWalked() {
        String hops = String.join(", ", Collections.nCopies(100, "10.1.2.3"));
        assertEquals(Optional.of("198.51.100.1"), client("10.0.0.1", List.of(), List.of("198.51.100.1, " + hops)));
        assertEquals(Optional.of("10.1.2.3"), client("10.0.0.1", List.of(), List.of(hops)));
        assertEquals(
                Optional.of("198.51.100.1"), client("10.0.0.1", List.of(), Collections.nCopies(100, "198.51.100.1")));
    }
}
