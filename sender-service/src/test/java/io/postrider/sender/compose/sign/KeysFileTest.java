package io.postrider.sender.compose.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.files.FileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysFileTest {
    private final List<String> warnings = new ArrayList<>();

    @TempDir
    Path folder;

    private DkimKeys keys;

    @BeforeEach
    void prepare() {
        keys = new DkimKeys(folder);
    }

    @Test
    void keysAreFoundByDomainAndNearestParentThatSignsForSubdomains() {
        SigningKeys read = read("""
                domains:
                  - {domain: Shop.Example, subdomains: true, selectors: [%s]}
                  - {domain: own.shop.example, selectors: [%s]}
                  - {domain: bücher.example, selectors: [%s]}
                """.formatted(
                        keys.ed25519("shop.example", "a"),
                        keys.ed25519("own.shop.example", "b"),
                        keys.ed25519("xn--bcher-kva.example", "c")));
        assertEquals(
                "[a._domainkey.shop.example (ed25519-sha256)]",
                read.of("SHOP.example").toString());
        assertEquals("shop.example", read.of("x.y.shop.example").get(0).domain());
        assertEquals("own.shop.example", read.of("own.shop.example").get(0).domain());
        assertEquals("shop.example", read.of("x.own.shop.example").get(0).domain());
        assertEquals("xn--bcher-kva.example", read.of("BÜCHER.example").get(0).domain());
        assertEquals(List.of(), read.of("x.bücher.example"));
        assertEquals(List.of(), read.of("notshop.example"));
        assertEquals(List.of(), read.of("example"));
        assertEquals(List.of(), read.of(""));
    }

    @Test
    void shortRsaKeyIsWarnedOfAndTooShortOneIsRefused() {
        read(one(keys.rsa("shop.example", "a", 1_024)));
        assertTrue(warnings.get(0).startsWith("domains[0].selectors[0].key ${file:"), warnings.get(0));
        assertTrue(warnings.get(0).endsWith("is an RSA key of 1024 bits; create one of 2048"), warnings.get(0));
        assertFault(one(keys.rsa("shop.example", "b", 768)), "is an RSA key of 768 bits; create one of 2048");
        warnings.clear();
        read(one(keys.rsa("shop.example", "c")));
        assertEquals(List.of(), warnings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "domain: []|it must contain 'domains:' with at least one entry",
                "[]|it must contain 'domains:'",
                "{}|it must contain 'domains:'",
                "domains: []|at least one entry",
                "domains: [x]|domains[0] must be a map of settings",
                "domains: [{domain: a.example, selectors: []}]|domains[0].selectors must be a list",
                "domains: [{domain: 'a b', selectors: [1]}]|domains[0].domain must be a domain name",
                "domains: [{domain: a.example, subdomain: true}]|domains[0].subdomain is not a setting; known "
                        + "settings: domain,",
                "domains: [{domain: a.example, subdomains: 'no', selectors: [@]}]|domains[0].subdomains must be true or false",
                "domains: [{domain: a.example, selectors: [@, @]}]|domains[0].selectors[1].selector appears more than once",
                "domains: [{domain: a.example, selectors: [@]}, {domain: A.example, selectors: [@]}]|domains[1].domain appears",
                "domains: [{domain: a.example, selectors: [{selector: 'a;b', key: x}]}]|selectors[0].selector must be "
                        + "a DNS name",
                "domains: [{domain: a.example, selectors: [{selector: a}]}]|domains[0].selectors[0].key must be a reference",
                "domains: [{domain: a.example, selectors: [{selector: a, key: SECRET}]}]|key must be a reference",
                "domains: [{domain: a.example, selectors: [{selector: a, key: '${env:SURELY_UNSET}'}]}]|is not set",
                "domains: [{domain: a.example, selectors: [{selector: a, key: '${file:/no/key}'}]}]|cannot be read",
                "domains: [SECRET|line 1: expected ',' or ']'",
                "domains: [{domain: a, domain: b}]|line 1: found duplicate key domain"
            })
    void faultNamesThePlaceAndWhatToChange(String yaml, String fault) {
        assertFault(yaml.replace("@", keys.ed25519("a.example", "s")), fault);
    }

    @Test
    void missingFileIsNamedWithItsSetting() {
        FileException e = assertThrows(FileException.class, () -> KeysFile.read(folder.resolve("nowhere.yaml")));
        assertTrue(e.getMessage().contains("nowhere.yaml does not exist"), e.getMessage());
        assertTrue(e.getMessage().contains("postrider.compose.dkim"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "'nothing', 'contains no private key in PEM'",
        "'-----BEGIN PRIVATE KEY-----\nU0VDUkVU\n-----END PRIVATE KEY-----', 'is not a readable RSA or Ed25519 key'",
        "'-----BEGIN RSA PRIVATE KEY-----\nU0VDUkVU\n-----END RSA PRIVATE KEY-----', 'is not a readable RSA or Ed25519 key'",
        "'-----BEGIN EC PRIVATE KEY-----\nU0VDUkVU\n-----END EC PRIVATE KEY-----', 'is neither an RSA nor an Ed25519 key'",
        "'-----BEGIN ENCRYPTED PRIVATE KEY-----\nU0VDUkVU\n-----END ENCRYPTED PRIVATE KEY-----', 'is encrypted'",
        "'-----BEGIN PUBLIC KEY-----\nU0VDUkVU\n-----END PUBLIC KEY-----', 'contains no private key in PEM'"
    })
    void unusableKeyIsNamedAndNotShown(String pem, String fault) {
        Path file = DkimKeys.write(folder.resolve("k.pem"), pem);
        assertFault(
                one("{selector: s, key: '${file:%s}'}".formatted(file)),
                "selectors[0].key ${file:%s} %s".formatted(file, fault));
    }

    @Test
    void otherKindsOfKeysAreRefused() {
        for (String kind : new String[] {"Ed448", "EC"}) {
            String pem = DkimKeys.pem(
                    "PRIVATE KEY",
                    DkimKeys.generate(kind, kind.equals("EC") ? 256 : 448)
                            .getPrivate()
                            .getEncoded());
            Path file = DkimKeys.write(folder.resolve("k.pem"), pem);
            assertFault(one("{selector: s, key: '${file:%s}'}".formatted(file)), "selectors[0].key ${file:");
        }
    }

    private void assertFault(String yaml, String fault) {
        FileException e = assertThrows(FileException.class, () -> read(yaml));
        assertTrue(e.getMessage().contains(fault), e.getMessage());
        assertTrue(e.getMessage().contains(folder.resolve("dkim.yaml").toString()), e.getMessage());
        assertFalse(e.getMessage().contains("SECRET"), e.getMessage());
        assertFalse(e.getMessage().contains("U0VDUkVU"), e.getMessage());
    }

    private static String one(String selector) {
        return "domains: [{domain: shop.example, selectors: [%s]}]".formatted(selector);
    }

    private SigningKeys read(String yaml) {
        Path file = DkimKeys.write(folder.resolve("dkim.yaml"), yaml);
        return new KeyReader(SignatureLibrary.fastest(), warnings::add).read(file, KeysFile.read(file));
    }
}
