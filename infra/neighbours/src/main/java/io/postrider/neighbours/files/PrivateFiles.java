package io.postrider.neighbours.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and directories that their owner alone may read, whatever the umask: those of a run hold passwords, keys, and mails with
 * the addresses of people.
 */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /** Makes the directory, and those above it that are missing; closes it to others if it is there. */
    public static Path directory(Path directory) {
        try {
            Files.createDirectories(directory, attribute(DIRECTORY));
            return Files.setPosixFilePermissions(directory, DIRECTORY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the content of the file, which is closed to others before anything is in it. */
    public static Path write(Path file, byte[] content) {
        return write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** The same with a text in UTF-8. */
    public static Path write(Path file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes an empty file, or closes the one that is there to others and leaves what is in it. */
    public static Path create(Path file) {
        return write(file, new byte[0], StandardOpenOption.APPEND);
    }

    /** Closes a file that another program has made to others, if it is there. */
    public static void close(Path file) {
        if (Files.exists(file)) {
            create(file);
        }
    }

    private static Path write(Path file, byte[] content, StandardOpenOption how) {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        try (SeekableByteChannel channel = Files.newByteChannel(file, options, attribute(FILE))) {
            Files.setPosixFilePermissions(file, FILE);
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(Set<PosixFilePermission> permissions) {
        return PosixFilePermissions.asFileAttribute(permissions);
    }
}
