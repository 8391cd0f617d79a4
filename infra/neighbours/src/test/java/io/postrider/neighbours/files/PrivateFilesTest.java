package io.postrider.neighbours.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.testing.Privacy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
    @TempDir
    Path directory;

    @Test
    void whatWasOpenIsClosed() throws Exception {
        Path open = Files.createDirectory(
                directory.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path file = Files.writeString(open.resolve("file"), "a longer text from before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertEquals(2, Privacy.open(open).size());
        PrivateFiles.directory(open);
        PrivateFiles.write(file, "short");
        assertEquals(List.of(), Privacy.open(open));
        assertEquals("short", Files.readString(file));
    }
}
