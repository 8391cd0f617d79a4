package io.postrider.routing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.files.FileException;
import io.postrider.fuzz.Growth;
import io.postrider.fuzz.ShortRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Any file is refused whole with a reason, or has routes or sites that can be used. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
public class SettingsFuzzTest {
    private static final Path FILE = file();

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        Files.write(FILE, bytes);
        try {
            List<Route> routes = RoutesFile.read(FILE);
            assertFalse(routes.isEmpty());
            routes.forEach(SettingsFuzzTest::assertUsable);
        } catch (FileException e) {
            assertTrue(e.getMessage().startsWith("routes file"), e.getMessage());
        }
        if (!new String(bytes, StandardCharsets.ISO_8859_1).contains("sites")) {
            // Reading the shipped ones beside them costs a hundred times as much.
            return;
        }
        try {
            SitesFile.read(FILE).all().forEach(site -> assertUsable(site.shaping()));
        } catch (FileException e) {
            assertTrue(e.getMessage().startsWith("sites file"), e.getMessage());
        }
    }

    private static void assertUsable(Route route) {
        assertTrue(route.name().matches("[a-z0-9-]+"), route.name());
        int port = route.fold(SmtpRoute::port, MxRoute::port, mailer -> 25, test -> 25);
        assertTrue(port > 0 && port <= 65_535);
        assertUsable(route.shaping());
    }

    private static void assertUsable(Shaping shaping) {
        assertTrue(shaping.maxConnections() > 0);
        assertTrue(shaping.rate() == null || shaping.rate().perSecond() > 0);
        assertTrue(shaping.warmUp() == null || !shaping.warmUp().daily().isEmpty());
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("settings", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anyRoutesAreRefusedWithAReasonOrUsable() {
        ShortRun.of("settings", 4_096).run(SettingsFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void timeGrowsWithTheFileAlone() {
        grows("a deep list", "routes: ", "[", "");
        grows("deep lists in lines", "routes:\n", "- ", "");
        grows("many routes", "routes:\n", "- {name: a, host: b}\n", "");
        grows("aliases", "routes: &a [1]\nb: [*a", ", *a", "]");
        grows("an open text", "routes: \"", "x ", "");
        grows("indented", "routes:\n", " ", "");
        grows("comments", "", "#\n", "");
        grows("keys", "", "a: 1\nb: 1\n", "");
        grows("question marks", "", "? ", "");
        grows("brackets in brackets", "{", "{a: ", "");
        grows("a long number", "routes: ", "9", "");
        grows("a number with colons", "routes: 1", ":1", "");
        grows("underscores", "routes: 1", "_", "");
        grows("percents", "%", "TAG ! ", "");
    }

    private static void grows(String what, String before, String repeated, String after) {
        Growth.assertLinear(
                what,
                1 << 16,
                length -> (before
                                + repeated.repeat((length - before.length() - after.length()) / repeated.length())
                                + after)
                        .getBytes(StandardCharsets.UTF_8),
                SettingsFuzzTest::fuzzerTestOneInput);
    }
}
