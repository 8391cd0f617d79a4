package io.postrider.images;

import java.io.IOException;
import java.util.List;

/** Programs that are run to their end. */
final class Shell {
    private Shell() {}

    /** @throws ImageException if it fails, with what it wrote on the screen before */
    static void run(String... command) {
        try {
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new ImageException("%s ended with %d".formatted(List.of(command), code));
            }
        } catch (IOException e) {
            throw new ImageException("%s cannot be run: %s".formatted(command[0], e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted", e);
        }
    }
}
