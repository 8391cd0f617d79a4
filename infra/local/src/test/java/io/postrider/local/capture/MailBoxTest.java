package io.postrider.local.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.testing.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailBoxTest {
    @TempDir
    Path directory;

    @Test
    void newestAreKeptAndAllAreCounted() throws Exception {
        try (MailBox box = new MailBox(directory, 100)) {
            for (int i = 1; i <= 5_000; i++) {
                box.take(mail(i, 4_000));
            }
            awaitKept(box, 5_000);
            assertEquals(5_000, box.count());
            assertEquals(100, box.kept());
            assertEquals(List.of(5_000L, 4_999L), box.newest(Long.MAX_VALUE, 2));
            assertEquals(List.of(4_901L), box.newest(4_902, 10));
        }
        Patience.await().until(() -> files() == 100);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void takingDoesNotWaitForADiskThatHangs() throws Exception {
        MailBox box = new MailBox(directory, 500);
        // Opening a named pipe for writing blocks until there is a reader, like a hanging disk.
        Path pipe = directory.resolve("000000001.eml");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        box.take(mail(1, 4_000));
        Patience.await("the writer has the first mail").until(() -> box.waiting() == 0);
        assertTimeoutPreemptively(Patience.LIMIT, () -> {
            for (int i = 2; i <= 20_000; i++) {
                box.take(mail(i, 4_000));
            }
        });
        assertEquals(20_000, box.count());
        assertEquals(0, box.kept());
        Files.readAllBytes(pipe);
        awaitKept(box, 20_000);
        box.close();
    }

    @Test
    void mailsSurviveARestart() {
        try (MailBox box = new MailBox(directory, 10)) {
            box.take(mail(1, 100));
            box.take(mail(2, 100));
        }
        try (MailBox box = new MailBox(directory, 10)) {
            assertEquals(2, box.count());
            box.take(mail(3, 100));
            awaitKept(box, 3);
            assertEquals(List.of(3L, 2L, 1L), box.newest(Long.MAX_VALUE, 10));
            assertTrue(new String(box.read(2).orElseThrow(), StandardCharsets.UTF_8).contains("Subject: number 2"));
        }
    }

    private static ReceivedMail mail(int number, int size) {
        String head = "Subject: number %d\r\n\r\n".formatted(number);
        byte[] content = (head + "x".repeat(size)).getBytes(StandardCharsets.US_ASCII);
        return new ReceivedMail(Instant.now(), 1, "a@b.example", List.of("c@d.example"), content, null);
    }

    /** Waits until the mail of that number is on disk. */
    static void awaitKept(MailBox box, long number) {
        Patience.await("mail " + number + " is kept")
                .until(() -> box.newest(Long.MAX_VALUE, 1).equals(List.of(number)));
    }
}
