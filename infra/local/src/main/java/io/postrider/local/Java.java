package io.postrider.local;

import java.nio.file.Path;

/** The Java that runs this program also runs its children. */
final class Java {
    private Java() {}

    static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
