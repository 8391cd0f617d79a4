package io.postrider.sender.compose.sign;

import io.postrider.files.FileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Signs mails with the keys of a file that may change while the service runs. {@link #look} compares the contents of
 * the file and of the files that it refers to with their previous contents (Kubernetes replaces mounted secrets by
 * switching a symbolic link, so modification times are not reliable).
 */
public final class Signing {
    private static final Logger LOG = Logger.getLogger(Signing.class);

    private final Path file;
    private final SignatureLibrary library;
    private final Clock clock;
    private final Runnable unsigned;
    private KeysFile content;
    private String fault;
    private volatile SigningKeys keys;

    private Signing(Path file, SignatureLibrary library, Clock clock, Runnable unsigned) {
        this.file = file;
        this.library = library;
        this.clock = clock;
        this.unsigned = unsigned;
        this.keys = new SigningKeys(Map.of());
    }

    /** Signs no mail. */
    public static Signing none() {
        return new Signing(null, null, null, () -> {});
    }

    /**
     * Reads the keys. Blocks.
     *
     * @param unsigned called for each mail whose domain has no key
     * @throws FileException if the file or one of its keys is unusable
     */
    public static Signing open(Path file, Clock clock, Runnable unsigned) {
        return open(file, SignatureLibrary.fastest(), clock, unsigned);
    }

    static Signing open(Path file, SignatureLibrary library, Clock clock, Runnable unsigned) {
        Signing signing = new Signing(file, library, clock, unsigned);
        signing.use(KeysFile.read(file));
        LOG.infof("DKIM signatures by %s: %s", library, signing.keys.all());
        return signing;
    }

    /** Switches to the current keys if they have changed and are valid; otherwise keeps the last good ones. Blocks. */
    public synchronized void look() {
        try {
            KeysFile now = KeysFile.read(file);
            if (!now.equals(content)) {
                use(now);
                LOG.infof("DKIM keys changed: %s", keys.all());
            } else if (fault != null) {
                LOG.info("DKIM keys file restored; the keys have not changed");
            }
            fault = null;
        } catch (FileException e) {
            if (!e.getMessage().equals(fault)) {
                LOG.errorf("the last good DKIM keys stay in use: %s", e.getMessage());
            }
            fault = e.getMessage();
        }
    }

    private synchronized void use(KeysFile now) {
        keys = new KeyReader(library, LOG::warn).read(file, now);
        content = now;
    }

    /**
     * The mail with its signatures in front. Call it on a thread that may be busy for a millisecond.
     *
     * @param from the address of the From field, without its name
     * @param mail the first chunk must contain the whole header; not modified
     * @throws IllegalStateException if signing fails
     */
    public List<byte[]> sign(String from, List<byte[]> mail) {
        List<SigningKey> signing = keys.of(from.substring(from.lastIndexOf('@') + 1));
        if (signing.isEmpty()) {
            unsigned.run();
            return mail;
        }
        RelaxedHeader header = new RelaxedHeader(mail.get(0));
        SignedFields signed = SignedFields.of(header);
        String bodyHash = Base64.getEncoder().encodeToString(RelaxedBody.hash(mail, header.bodyStart()));
        StringBuilder fields = new StringBuilder(2_048);
        for (SigningKey key : signing) {
            fields.append(SignatureField.of(key, signed, bodyHash, clock.instant(), library));
        }
        List<byte[]> chunks = new ArrayList<>(mail.size() + 1);
        chunks.add(fields.toString().getBytes(StandardCharsets.US_ASCII));
        chunks.addAll(mail);
        return chunks;
    }
}
