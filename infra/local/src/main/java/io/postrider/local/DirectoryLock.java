package io.postrider.local;

import io.postrider.neighbours.StartException;
import io.postrider.neighbours.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A directory belongs to one running system. The lock is released with its process, however that ends. */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StartException if another running system has the directory */
    static DirectoryLock own(Path directory) {
        try {
            PrivateFiles.directory(directory);
            FileChannel channel =
                    FileChannel.open(PrivateFiles.create(directory.resolve("lock")), StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new StartException(
                        "Another local run uses %s. Stop it, or choose another directory with --data DIR."
                                .formatted(directory));
            }
            return new DirectoryLock(channel);
        } catch (IOException | UncheckedIOException e) {
            throw new StartException("%s is unusable: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
