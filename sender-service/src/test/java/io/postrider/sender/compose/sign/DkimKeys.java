package io.postrider.sender.compose.sign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** New keys in files, and the TXT records under which their other halves would be published. */
public final class DkimKeys {
    private static final int ED25519_OCTETS = 32;

    private final Path directory;
    private final Map<String, String> records = new LinkedHashMap<>();

    public DkimKeys(Path directory) {
        this.directory = directory;
    }

    /** Makes an RSA key of 2,048 bits; answers the line for the keys file. */
    public String rsa(String domain, String selector) {
        return rsa(domain, selector, 2_048);
    }

    public String rsa(String domain, String selector, int bits) {
        KeyPair pair = generate("RSA", bits);
        publish(domain, selector, "rsa", pair.getPublic().getEncoded());
        return line(domain, selector, pair);
    }

    /** Makes an Ed25519 key; answers the line for the keys file. */
    public String ed25519(String domain, String selector) {
        KeyPair pair = generate("Ed25519", 255);
        byte[] encoded = pair.getPublic().getEncoded();
        // Published without the frame that says what it is (RFC 8463, 4).
        publish(
                domain,
                selector,
                "ed25519",
                Arrays.copyOfRange(encoded, encoded.length - ED25519_OCTETS, encoded.length));
        return line(domain, selector, pair);
    }

    /** By name, as in DNS. */
    public Map<String, String> records() {
        return records;
    }

    /** Writes {@code dkim.yaml} beside the keys. */
    public Path write(String yaml) {
        return write(directory.resolve("dkim.yaml"), yaml);
    }

    /** Writes {@code records.txt} beside the keys, a name and a value on each line. */
    public Path writeRecords() {
        return write(
                directory.resolve("records.txt"),
                records.entrySet().stream()
                        .map(record -> record.getKey() + " " + record.getValue())
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    /** Reads what {@link #writeRecords} wrote. */
    public static Map<String, String> readRecords(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    public static String pem(String kind, byte[] der) {
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(der));
    }

    private void publish(String domain, String selector, String kind, byte[] key) {
        records.put(
                selector + "._domainkey." + domain,
                "v=DKIM1;k=%s;p=%s".formatted(kind, Base64.getEncoder().encodeToString(key)));
    }

    private String line(String domain, String selector, KeyPair pair) {
        Path file = directory.resolve(domain + "-" + selector + ".pem");
        write(file, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        return "{selector: %s, key: '${file:%s}'}".formatted(selector, file);
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KeyPair generate(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
