package io.postrider.local;

import java.nio.file.Path;

/** The Java that runs this program also runs its children. */
final class JavaCommand {
    /**
     * Options of a JVM and of a native executable: exit when memory runs out, instead of continuing in a broken state.
     */
    static final String EXIT_WITHOUT_MEMORY = "-XX:+ExitOnOutOfMemoryError";

    private JavaCommand() {}

    static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
