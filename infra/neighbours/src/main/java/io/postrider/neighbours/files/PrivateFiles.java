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
 * Files and directories that only their owner can read, whatever the umask: those of a run contain passwords, keys, and
 * mails with people's addresses.
 */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /** Creates the directory and missing parents; if it exists, removes other users' access. */
    public static Path directory(Path directory) {
        try {
            Files.createDirectories(directory, attribute(DIRECTORY));
            return Files.setPosixFilePermissions(directory, DIRECTORY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the content of the file; other users' access is removed before anything is written. */
    public static Path write(Path file, byte[] content) {
        return write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** The same with a text in UTF-8. */
    public static Path write(Path file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates an empty file; if it exists, removes other users' access and keeps its content. */
    public static Path create(Path file) {
        return write(file, new byte[0], StandardOpenOption.APPEND);
    }

    /** Removes other users' access to a file created by another program, if it exists. */
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
