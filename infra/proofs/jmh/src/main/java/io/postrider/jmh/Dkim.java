package io.postrider.jmh;

import io.postrider.sender.compose.Composer;
import io.postrider.sender.compose.content.CompiledContent;
import io.postrider.sender.compose.sign.Signing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Signing a newsletter with an RSA key of 2,048 bits; compared with Java's own RSA signature of 32 bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Dkim {
    private final List<byte[]> mail = new Composer()
            .compose(CompiledContent.of(Newsletter.CONTENT), Newsletter.head(1), Newsletter.recipient(7))
            .mime()
            .get();
    private Signing signing;
    private PrivateKey key;

    @Setup
    public void keys() throws GeneralSecurityException, IOException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2_048);
        key = keys.generateKeyPair().getPrivate();
        Path directory = Files.createTempDirectory("dkim");
        Path pem = Files.writeString(
                directory.resolve("rsa.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(key.getEncoded())
                        + "\n-----END PRIVATE KEY-----\n",
                StandardCharsets.US_ASCII);
        Path file = Files.writeString(
                directory.resolve("dkim.yaml"),
                "domains:\n  - domain: shop.example\n    selectors: [{selector: s, key: \"${file:%s}\"}]\n"
                        .formatted(pem));
        signing = Signing.open(file, Clock.systemUTC(), () -> {});
    }

    @Benchmark
    public List<byte[]> postrider() {
        return signing.sign("news@shop.example", mail);
    }

    @Benchmark
    public byte[] javasOwnRsa() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA", "SunRsaSign");
        signature.initSign(key);
        signature.update(new byte[32]);
        return signature.sign();
    }
}
