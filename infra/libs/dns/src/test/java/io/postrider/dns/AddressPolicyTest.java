package io.postrider.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.net.AddressLiteral;
import io.postrider.net.AddressRanges;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
    private static final AddressPolicy DEFAULT = policy(List.of(), List.of());

    private static AddressPolicy policy(List<String> excepted, List<String> translators) {
        return new AddressPolicy(
                AddressRanges.parse("excepted", excepted), Nat64Prefix.parse("translators", translators));
    }

    private static InetAddress address(String text) {
        return AddressLiteral.parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    private static boolean allows(AddressPolicy policy, String address) {
        return policy.allows(address(address), Set.of());
    }

    /** Each range by the addresses at its borders: the last before it, its first, its last, the first behind it. */
    @ParameterizedTest
    @CsvSource({
        // range, before (x: not public either), first, last, behind
        "0.0.0.0/8,        x,               0.0.0.0,      0.255.255.255,   1.0.0.0",
        "10.0.0.0/8,       9.255.255.255,   10.0.0.0,     10.255.255.255,  11.0.0.0",
        "100.64.0.0/10,    100.63.255.255,  100.64.0.0,   100.127.255.255, 100.128.0.0",
        "127.0.0.0/8,      126.255.255.255, 127.0.0.0,    127.255.255.255, 128.0.0.0",
        "169.254.0.0/16,   169.253.255.255, 169.254.0.0,  169.254.255.255, 169.255.0.0",
        "172.16.0.0/12,    172.15.255.255,  172.16.0.0,   172.31.255.255,  172.32.0.0",
        "192.0.0.0/24,     191.255.255.255, 192.0.0.0,    192.0.0.255,     192.0.1.0",
        "192.0.2.0/24,     192.0.1.255,     192.0.2.0,    192.0.2.255,     192.0.3.0",
        "192.88.99.0/24,   192.88.98.255,   192.88.99.0,  192.88.99.255,   192.88.100.0",
        "192.168.0.0/16,   192.167.255.255, 192.168.0.0,  192.168.255.255, 192.169.0.0",
        "198.18.0.0/15,    198.17.255.255,  198.18.0.0,   198.19.255.255,  198.20.0.0",
        "198.51.100.0/24,  198.51.99.255,   198.51.100.0, 198.51.100.255,  198.51.101.0",
        "203.0.113.0/24,   203.0.112.255,   203.0.113.0,  203.0.113.255,   203.0.114.0",
        "224.0.0.0/4,      223.255.255.255, 224.0.0.0,    239.255.255.255, x",
        "240.0.0.0/4,      x,               240.0.0.0,    255.255.255.255, x",
        "2001::/23,        2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2001::,    2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff, 2001:200::",
        "2001:db8::/32,    2001:db7:ffff:ffff:ffff:ffff:ffff:ffff,  2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db9::",
        "2002::/16,        2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2002::,    2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2003::",
        "3fff::/20,        3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 3fff::,    3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff,  3fff:1000::",
        "::/3,             x,               ::,           1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2000::",
        "4000::/2,         3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 4000::,    7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, x",
        "8000::/1,         x,               8000::,       ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, x",
    })
    void specialRangesAreRefusedUpToTheirBorders(
            String range, String before, String first, String last, String behind) {
        assertFalse(allows(DEFAULT, first), () -> range + " begins with " + first);
        assertFalse(allows(DEFAULT, last), () -> range + " ends with " + last);
        for (String neighbour : List.of(before, behind)) {
            assertTrue(neighbour.equals("x") || allows(DEFAULT, neighbour), () -> neighbour + " is not in " + range);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.1",
                "127.0.0.1",
                "10.0.0.1",
                "169.254.169.254", // metadata of most clouds
                "192.0.0.192", // metadata of one
                "192.0.0.9", // reachable, by the registry; no mail server
                "100.100.100.200", // metadata of one
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::10.0.0.1",
                "::8.8.8.8",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:0:8.8.8.8",
                "100::1",
                "100:0:0:1::1",
                "200::1",
                "2001::1", // Teredo
                "2001:2::1", // benchmarks
                "2001:10::1",
                "2001:20::1", // ORCHID
                "2002:7f00:1::1",
                "2002:808:808::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254", // metadata of one
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
            })
    void whereMailMustNotGo(String address) {
        assertFalse(allows(DEFAULT, address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "1.1.1.1",
                "172.217.0.27",
                "192.0.66.1",
                "192.31.196.1",
                "::ffff:8.8.8.8",
                "2a00:1450:400c:c00::1a",
                "2607:f8b0:4004:c07::1b",
                "2404:6800:4008::1a"
            })
    void whereMailGoes(String address) {
        assertTrue(allows(DEFAULT, address));
    }

    @Test
    void mappedAddressIsJudgedAsItsIpv4AddressHoweverItIsHeld() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        System.arraycopy(address("10.0.0.1").getAddress(), 0, mapped, 12, 4);
        assertFalse(DEFAULT.allows(Inet6Address.getByAddress(null, mapped, 0), Set.of()));
        System.arraycopy(address("8.8.8.8").getAddress(), 0, mapped, 12, 4);
        assertTrue(DEFAULT.allows(Inet6Address.getByAddress(null, mapped, 0), Set.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8,true",
        "10.0.0.1,false",
        "127.0.0.1,false",
        "0.0.0.0,false",
        "169.254.169.254,false",
        "100.64.0.1,false",
        "255.255.255.255,false",
        "192.0.2.1,false",
        "223.255.255.255,true"
    })
    void throughATranslatorTheIpv4AddressCounts(String four, boolean allowed) {
        assertEquals(allowed, allows(DEFAULT, "64:ff9b::" + four));
    }

    @ParameterizedTest
    @ValueSource(strings = {"64:ff9b:0:0:0:1:808:808", "64:ff9a::808:808", "64:ff9c::808:808", "64:ff9b:2::808:808"})
    void whatOnlyLooksLikeATranslatorIsRefused(String address) {
        assertFalse(allows(DEFAULT, address));
    }

    /** Its operator may use any part of it in any form: what leads inside in one of them is refused. */
    @ParameterizedTest
    @CsvSource({
        "64:ff9b:1::808:808,               true", // /96
        "64:ff9b:1::a00:1,                 false",
        "64:ff9b:1::7f00:1,                false",
        "64:ff9b:1:808:8:800::,            true", // /48
        "64:ff9b:1:a00:0:100::,            false",
        "64:ff9b:1:a00:0:100:808:808,      false", // as /48 10.0.0.1, as /96 8.8.8.8
        "64:ff9b:1:8:8:808::,              true", // /56
        "64:ff9b:1:a:0:1::,                false",
        "64:ff9b:1::8:808:800:0,           true", // /64
        "64:ff9b:1::a:0:100:0,             false",
        "64:ff9b:1::,                      false",
    })
    void localTranslatorIsJudgedInEachForm(String address, boolean allowed) {
        assertEquals(allowed, allows(DEFAULT, address));
    }

    /** The examples of RFC 6052, 2.4, all of 192.0.2.33. */
    @ParameterizedTest
    @CsvSource({
        "2001:db8::/32,             2001:db8:c000:221::",
        "2001:db8:100::/40,         2001:db8:1c0:2:21::",
        "2001:db8:122::/48,         2001:db8:122:c000:2:2100::",
        "2001:db8:122:300::/56,     2001:db8:122:3c0:0:221::",
        "2001:db8:122:344::/64,     2001:db8:122:344:c0:2:2100::",
        "2001:db8:122:344::/96,     2001:db8:122:344::192.0.2.33",
        "64:ff9b::/96,              64:ff9b::192.0.2.33",
    })
    void embeddedAddressIsRead(String prefix, String address) {
        assertEquals(address("192.0.2.33"), Nat64Prefix.of(prefix).embedded(address(address)));
    }

    @Test
    void ownTranslatorsPrefixIsJudgedByTheIpv4AddressOnly() {
        AddressPolicy policy = policy(List.of(), List.of("fd00:64::/96", "2a00:64::/32", "64:ff9b:1:ffff::/96"));
        assertTrue(allows(policy, "fd00:64::8.8.8.8"));
        assertFalse(allows(policy, "fd00:64::10.0.0.1"));
        assertFalse(allows(policy, "fd00:65::8.8.8.8"));
        assertTrue(allows(policy, "2a00:64:808:808::"));
        assertFalse(allows(policy, "2a00:64:a00:1::"));
        assertFalse(allows(policy, "2a00:64:a00:1::808:808"));
        assertTrue(allows(policy, "64:ff9b:1:ffff::8.8.8.8"));
        assertFalse(allows(policy, "64:ff9b:1:ffff::192.168.0.1"));
    }

    @Test
    void addressesOfThisMachineAreRefused() {
        Set<InetAddress> own = Set.of(address("8.8.4.4"), address("2a00::1"));
        for (String refused : List.of("8.8.4.4", "::ffff:8.8.4.4", "64:ff9b::8.8.4.4", "2a00::1")) {
            assertFalse(DEFAULT.allows(address(refused), own), refused);
        }
        for (String allowed : List.of("8.8.4.5", "2a00::2")) {
            assertTrue(DEFAULT.allows(address(allowed), own), allowed);
        }
    }

    @Test
    void exceptionsAreAllowed() {
        AddressPolicy policy = policy(List.of("10.1.0.0/16", "127.0.0.1", "fd00:1::/32"), List.of());
        for (String allowed : List.of("10.1.0.1", "::ffff:10.1.0.1", "64:ff9b::10.1.0.1", "127.0.0.1", "fd00:1::25")) {
            assertTrue(policy.allows(address(allowed), Set.of(address("127.0.0.1"))), allowed);
        }
        for (String refused : List.of("10.2.0.1", "127.0.0.2", "fd00:2::25", "::1")) {
            assertFalse(allows(policy, refused), refused);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/8", "64:ff9b::/95", "64:ff9b::/128", "2001:db8::/24", "2001:db8:0:0:100::/96", "nat64"
            })
    void whatIsNoPrefixIsRefusedWithTheSetting(String text) {
        String fault = assertThrows(
                        IllegalArgumentException.class,
                        () -> Nat64Prefix.parse("postrider.mx.nat64-prefixes", List.of(text)))
                .getMessage();
        assertTrue(fault.startsWith("postrider.mx.nat64-prefixes: \""), fault);
        assertTrue(fault.contains("look like"), fault);
    }

    @Test
    void onlyWhatIsAllowedIsLeftOfAHostsAddresses() {
        List<InetAddress> all = List.of(address("8.8.8.8"), address("8.8.4.4"), address("2a00::1"));
        HostAddresses found = HostAddresses.of(all);
        assertEquals(found, found.allowed("mx.example", DEFAULT, Set.of()));
        assertEquals(
                HostAddresses.of(List.of(address("8.8.8.8"))),
                found.allowed("mx.example", DEFAULT, Set.of(address("8.8.4.4"), address("2a00::1"))));
        HostAddresses none = found.allowed("mx.example", DEFAULT, Set.copyOf(all));
        assertTrue(none.refused());
        assertEquals("host mx.example has no public address", none.why());
        assertEquals(0, Arrays.asList(none.all().toArray()).size());
    }
}
