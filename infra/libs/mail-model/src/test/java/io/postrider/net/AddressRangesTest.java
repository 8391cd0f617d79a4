package io.postrider.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.0.1",
        "10.0.0.0/9,10.127.255.255",
        "192.0.2.1,192.0.2.1",
        "192.0.2.1/32,192.0.2.1",
        "0.0.0.0/0,203.0.113.9",
        "2001:db8::/32,2001:db8:ffff::1",
        "2001:db8::1,2001:DB8:0:0:0:0:0:1",
        "::/0,::1",
        "fe80::/10,febf::1",
        "10.0.0.0/8,::ffff:10.1.2.3",
        "10.0.0.0/8,::ffff:a01:203",
        "::ffff:10.0.0.0/104,10.1.2.3",
        "::ffff:10.1.2.3,10.1.2.3",
    })
    void holdsWhatIsInIt(String range, String address) {
        assertTrue(contains(range, address));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,11.0.0.0",
        "10.0.0.0/9,10.128.0.0",
        "192.0.2.1,192.0.2.2",
        "192.0.2.0/31,192.0.2.2",
        "2001:db8::/32,2001:db9::",
        "::/0,203.0.113.9",
        "::/0,::ffff:203.0.113.9",
        "0.0.0.0/0,::1",
        "10.0.0.0/8,::10.1.2.3",
    })
    void holdsNothingElse(String range, String address) {
        assertFalse(contains(range, address));
    }

    private static boolean contains(String range, String address) {
        return AddressRanges.parse("test", List.of("198.51.100.0/24", range)).contains(address(address));
    }

    private static InetAddress address(String text) {
        return AddressLiteral.parse(text).orElseThrow();
    }

    @Test
    void anEmptyListHoldsNothing() {
        assertTrue(AddressRanges.parse("test", List.of()).isEmpty());
        assertFalse(AddressRanges.NONE.contains(address("127.0.0.1")));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/33,0 to 32",
        "10.0.0.0/-1,0 to 32",
        "2001:db8::/129,0 to 128",
        "::ffff:10.0.0.0/95,0 to 32",
        "10.0.0.0/,not a number",
        "10.0.0.0/8/8,not a number",
        "10.1.2.3/8,write 10.0.0.0/8",
        "2001:db8::1/32,write 2001:db8:0:0:0:0:0:0/32",
        "proxy.example,no address",
        "10.0.0.0/255.0.0.0,not a number",
        "'',no address",
    })
    void whatIsNoRangeIsRefusedWithTheSettingAndTheEntry(String range, String detail) {
        String told = assertThrows(
                        IllegalArgumentException.class,
                        () -> AddressRanges.parse("postrider.trusted-proxies", List.of("192.0.2.1", range)))
                .getMessage();
        assertTrue(told.startsWith("postrider.trusted-proxies: \"" + range + "\" "), told);
        assertTrue(told.contains(detail), told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "a",
                "1",
                "1.2.3",
                "127.1",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4.5",
                "0x7f.0.0.1",
                "1.2.3.4:80",
                "[::1]",
                "fe80::1%eth0",
                "fe80::1%1",
                ":",
                ":::",
                "1::2::3",
                "12345::",
                "::1.2.3.300",
                " 1.2.3.4",
                "1.2.3.4\n",
                "١.٢.٣.٤",
                "dead.beef",
                "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0",
            })
    void whatIsNoAddressIsNotLookedUp(String text) {
        assertTrue(AddressLiteral.parse(text).isEmpty());
    }

    @Test
    void aMappedAddressIsItsIpv4Address() {
        assertEquals(address("192.0.2.1"), address("::ffff:192.0.2.1"));
        assertEquals("192.0.2.1", address("::FFFF:c000:201").getHostAddress());
    }
}
