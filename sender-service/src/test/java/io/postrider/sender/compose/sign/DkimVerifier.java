package io.postrider.sender.compose.sign;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.james.jdkim.DKIMCommon;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.canon.DigestOutputStream;
import org.apache.james.jdkim.canon.RelaxedBodyCanonicalizer;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.impl.Message;
import org.apache.james.jdkim.tagvalue.SignatureRecordImpl;
import org.apache.james.mime4j.MimeException;

/**
 * Verifies with jDKIM, which shares no line with our signer. It knows RSA only; for Ed25519 its parser and its canonical
 * forms are used, and Java's own Ed25519 under them. The same is done for RSA where a mail has no body, since jDKIM 0.5
 * takes that for one empty line, where RFC 6376, 3.4.4 and other verifiers have nothing.
 */
public final class DkimVerifier extends DKIMCommon {
    private final Map<String, String> records;

    /** @param records TXT records by name */
    public DkimVerifier(Map<String, String> records) {
        this.records = records;
    }

    /** The result of each signature: {@code pass} or the reason, by {@code selector/domain/algorithm}. */
    public Map<String, String> verify(byte[] mail) {
        Map<String, String> results = new TreeMap<>();
        try {
            Message message = new Message(new ByteArrayInputStream(mail));
            byte[] body = body(mail);
            for (String field : message.getFields("DKIM-Signature")) {
                String value = field.substring(field.indexOf(':') + 1);
                SignatureRecord record = new SignatureRecordImpl(value);
                boolean rsa = value.contains("a=rsa-sha256;");
                String name = "%s/%s/%s".formatted(record.getSelector(), record.getDToken(), rsa ? "rsa" : "ed25519");
                results.put(name, rsa && body.length > 0 ? whole(mail, record) : parts(message, body, record, rsa));
            }
            return results;
        } catch (IOException | MimeException | GeneralSecurityException | FailException e) {
            throw new IllegalStateException(e);
        }
    }

    private String whole(byte[] mail, SignatureRecord wanted) throws IOException {
        DKIMVerifier verifier = new DKIMVerifier(
                (methods, selector, token) -> List.of(records.getOrDefault(selector + "._domainkey." + token, "")));
        try {
            for (SignatureRecord good : verifier.verify(new ByteArrayInputStream(mail))) {
                if (good.getSelector().toString().contentEquals(wanted.getSelector())) {
                    return "pass";
                }
            }
            return "fail";
        } catch (FailException e) {
            return e.getMessage();
        }
    }

    private String parts(Message message, byte[] body, SignatureRecord record, boolean rsa)
            throws GeneralSecurityException, FailException, IOException {
        record.validate();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        if (body.length > 0) {
            try (OutputStream canonical = new RelaxedBodyCanonicalizer(new DigestOutputStream(digest))) {
                canonical.write(body);
            }
        }
        if (!Arrays.equals(digest.digest(), record.getBodyHash())) {
            return "body hash differs";
        }
        String published = records.get(record.getSelector() + "._domainkey." + record.getDToken());
        byte[] key = Base64.getDecoder().decode(published.replaceAll(".*p=", ""));
        Signature signature = rsa ? Signature.getInstance("SHA256withRSA") : new HashedEd25519();
        signature.initVerify(
                rsa ? KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key)) : publicKey(key));
        signatureCheck(message, record, record.getHeaders(), signature);
        return signature.verify(record.getSignature()) ? "pass" : "signature differs";
    }

    /** The octets behind the header; none if they are but empty lines. */
    private static byte[] body(byte[] mail) {
        int at = 0;
        while (mail[at] != '\r' || mail[at + 1] != '\n' || mail[at + 2] != '\r' || mail[at + 3] != '\n') {
            at++;
        }
        byte[] body = Arrays.copyOfRange(mail, at + 4, mail.length);
        return new String(body, StandardCharsets.ISO_8859_1).isBlank() ? new byte[0] : body;
    }

    /** From the 32 octets of RFC 8032, 5.1.2. */
    private static PublicKey publicKey(byte[] octets) throws GeneralSecurityException {
        byte[] bigEndian = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bigEndian[i] = octets[octets.length - 1 - i];
        }
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, bigEndian));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    /** Ed25519 over the SHA-256 of what is signed (RFC 8463, 3). */
    private static final class HashedEd25519 extends Signature {
        private final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        private final Signature signature = Signature.getInstance("Ed25519");

        HashedEd25519() throws GeneralSecurityException {
            super("ed25519-sha256");
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            signature.initVerify(key);
        }

        @Override
        protected void engineUpdate(byte octet) {
            digest.update(octet);
        }

        @Override
        protected void engineUpdate(byte[] octets, int offset, int length) {
            digest.update(octets, offset, length);
        }

        @Override
        protected boolean engineVerify(byte[] signed) throws SignatureException {
            signature.update(digest.digest());
            return signature.verify(signed);
        }

        @Override
        protected void engineInitSign(PrivateKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected byte[] engineSign() {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
