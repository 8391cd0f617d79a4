package io.postrider.images.build;

import java.io.IOException;
import java.util.List;

/** Runs programs to completion. */
public final class Shell {
    private Shell() {}

    /** @throws ImageException with its output, if it fails */
    public static void run(String... command) {
        run(new ProcessBuilder(command).inheritIO());
    }

    /** The same without what it writes to its standard output. */
    public static void runQuietly(String... command) {
        run(new ProcessBuilder(command).inheritIO().redirectOutput(ProcessBuilder.Redirect.DISCARD));
    }

    private static void run(ProcessBuilder program) {
        List<String> command = program.command();
        try {
            int code = program.start().waitFor();
            if (code != 0) {
                throw new ImageException("%s ended with %d".formatted(command, code));
            }
        } catch (IOException e) {
            throw new ImageException("%s cannot be run: %s".formatted(command.get(0), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted", e);
        }
    }
}
