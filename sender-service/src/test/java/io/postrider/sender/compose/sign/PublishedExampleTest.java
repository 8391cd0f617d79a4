package io.postrider.sender.compose.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 8463, appendix A: its keys over its message give its signatures, octet by octet. */
class PublishedExampleTest {
    private static final String BODY_HASH = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=";

    private static final byte[] MESSAGE = crlf("""
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>

            Hi.

            We lost the game.  Are you hungry yet?

            Joe.

            """).getBytes(StandardCharsets.US_ASCII);

    private static final String ED25519_FIELD = crlf("""
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=brisbane; t=1528637909; h=from : to :
             subject : date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=""");

    private static final String RSA_FIELD = crlf("""
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=test; t=1528637909; h=from : to : subject :
             date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=""");

    /** As published: PKCS#1. */
    private static final String RSA_KEY = """
            -----BEGIN RSA PRIVATE KEY-----
            MIICXQIBAAKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi
            Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqM
            KrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB
            AoGAH0cxOhFZDgzXWhDhnAJDw5s4roOXN4OhjiXa8W7Y3rhX3FJqmJSPuC8N9vQm
            6SVbaLAE4SG5mLMueHlh4KXffEpuLEiNp9Ss3O4YfLiQpbRqE7Tm5SxKjvvQoZZe
            zHorimOaChRL2it47iuWxzxSiRMv4c+j70GiWdxXnxe4UoECQQDzJB/0U58W7RZy
            6enGVj2kWF732CoWFZWzi1FicudrBFoy63QwcowpoCazKtvZGMNlPWnC7x/6o8Gc
            uSe0ga2xAkEA8C7PipPm1/1fTRQvj1o/dDmZp243044ZNyxjg+/OPN0oWCbXIGxy
            WvmZbXriOWoSALJTjExEgraHEgnXssuk7QJBALl5ICsYMu6hMxO73gnfNayNgPxd
            WFV6Z7ULnKyV7HSVYF0hgYOHjeYe9gaMtiJYoo0zGN+L3AAtNP9huqkWlzECQE1a
            licIeVlo1e+qJ6Mgqr0Q7Aa7falZ448ccbSFYEPD6oFxiOl9Y9se9iYHZKKfIcst
            o7DUw1/hz2Ck4N5JrgUCQQCyKveNvjzkkd8HjYs0SwM0fPjK16//5qDZ2UiDGnOe
            uEzxBDAr518Z8VFbR41in3W4Y3yCDgQlLlcETrS+zYcL
            -----END RSA PRIVATE KEY-----
            """;

    static List<SignatureLibrary> libraries() {
        return List.of(SignatureLibrary.fastest(), SignatureLibrary.javasOwn("for the test"));
    }

    @Test
    void bodyHashIsThePublishedOne() {
        byte[] hash = RelaxedBody.hash(List.of(MESSAGE), new RelaxedHeader(MESSAGE).bodyStart());
        assertEquals(BODY_HASH, Base64.getEncoder().encodeToString(hash));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void ed25519SignatureIsThePublishedOne(SignatureLibrary library) throws GeneralSecurityException {
        byte[] secret = Base64.getDecoder().decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=");
        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret));
        // It is read from PEM as from a key file.
        PrivateKey read = KeyPem.read(DkimKeys.pem("PRIVATE KEY", key.getEncoded()));
        assertEquals(
                "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==",
                sign(
                        library,
                        new SigningKey("football.example.com", "brisbane", Algorithm.ED25519, read),
                        ED25519_FIELD));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void rsaSignatureIsThePublishedOne(SignatureLibrary library) {
        assertEquals(
                "F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3"
                        + "DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz"
                        + "dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=",
                sign(
                        library,
                        new SigningKey("football.example.com", "test", Algorithm.RSA, KeyPem.read(RSA_KEY)),
                        RSA_FIELD));
    }

    /** The example names fields again that it has once only, which adds nothing to the text. */
    private static String sign(SignatureLibrary library, SigningKey key, String field) {
        RelaxedHeader header = new RelaxedHeader(MESSAGE);
        StringBuilder text = new StringBuilder();
        for (String name : List.of("from", "to", "subject", "date", "message-id")) {
            text.append(header.fields(name).get(0)).append("\r\n");
        }
        text.append(RelaxedHeader.relaxed(field));
        byte[] signature = library.sign(key, text.toString().getBytes(StandardCharsets.ISO_8859_1));
        return Base64.getEncoder().encodeToString(signature);
    }

    private static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }
}
