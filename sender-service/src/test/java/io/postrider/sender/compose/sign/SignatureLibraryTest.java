package io.postrider.sender.compose.sign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SignatureLibraryTest {
    private final SignatureLibrary javas = SignatureLibrary.javasOwn("for the test");

    @Test
    void bothLibrariesMakeTheSameSignatures() {
        for (Algorithm algorithm : Algorithm.values()) {
            SigningKey key = key(algorithm, algorithm == Algorithm.RSA ? "RSA" : "Ed25519");
            byte[] text = algorithm.tag().getBytes(StandardCharsets.US_ASCII);
            assertArrayEquals(javas.sign(key, text), SignatureLibrary.fastest().sign(key, text), algorithm.tag());
        }
    }

    @Test
    void adoptedKeyMakesTheSameSignatures() throws GeneralSecurityException {
        SignatureLibrary fastest = SignatureLibrary.fastest();
        for (Algorithm algorithm : Algorithm.values()) {
            SigningKey key = key(algorithm, algorithm == Algorithm.RSA ? "RSA" : "Ed25519");
            SigningKey adopted = new SigningKey(key.domain(), key.selector(), algorithm, fastest.adopt(key.key()));
            assertArrayEquals(javas.sign(key, new byte[9]), fastest.sign(adopted, new byte[9]), algorithm.tag());
        }
        SigningKey key = key(Algorithm.RSA, "RSA");
        assertSame(key.key(), javas.adopt(key.key()));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void fastOneIsFoundOnLinux() {
        assertTrue(SignatureLibrary.fastest().toString().startsWith("AmazonCorrettoCryptoProvider"));
        assertEquals("Java's own provider (for the test)", javas.toString());
    }

    @Test
    void keyThatCannotSignIsNamedAndNotShown() {
        SigningKey key = key(Algorithm.RSA, "Ed25519");
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> javas.sign(key, new byte[1]));
        assertTrue(e.getMessage().startsWith("s._domainkey.shop.example (rsa-sha256) cannot sign"), e.getMessage());
        assertFalse(key.toString().contains(key.key().toString()));
    }

    private static SigningKey key(Algorithm algorithm, String kind) {
        return new SigningKey(
                "shop.example",
                "s",
                algorithm,
                DkimKeys.generate(kind, kind.equals("RSA") ? 2_048 : 255).getPrivate());
    }
}
