package io.postrider.local.capture;

import io.postrider.neighbours.http.LoopbackServer;
import java.net.http.HttpClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The pages and the API of captured mails, for each test with a new box. */
abstract class RunningMailPage {
    @TempDir
    Path directory;

    final HttpClient http = HttpClient.newHttpClient();
    MailBox box;
    LoopbackServer page;

    @BeforeEach
    void start() {
        box = new MailBox(directory, 100);
        page = MailPage.start(box, 0);
    }

    @AfterEach
    void stop() {
        page.close();
        box.close();
    }
}
