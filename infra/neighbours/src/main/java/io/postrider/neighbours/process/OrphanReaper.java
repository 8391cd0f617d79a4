package io.postrider.neighbours.process;

import io.postrider.neighbours.StartException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A small shell that runs next to the launcher. If the launcher exits without closing this, for example after SIGKILL
 * or when stopped while starting, the shell's input ends and the shell stops the remaining children.
 */
public final class OrphanReaper implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            read word
            [ "$word" = over ] && exit 0
            first() { head -n 1 "$1" 2>/dev/null | cut -d ' ' -f 1; }
            all() { for file in "$1"/*.pid; do [ -f "$file" ] && first "$file"; done; }
            for pid in $(all "$1"); do kill -CONT "$pid"; kill -TERM "$pid"; done 2>/dev/null
            for round in 1 2 3 4 5 6 7 8 9 10; do
              left=
              for pid in $(all "$1"); do kill -0 "$pid" 2>/dev/null && left=yes; done
              [ -z "$left" ] && break
              sleep 1
            done
            for pid in $(all "$1"); do kill -KILL "$pid"; done 2>/dev/null
            rm -f "$1"/*.pid
            postmaster=$(first "$2")
            [ -n "$postmaster" ] && kill -INT "$postmaster" 2>/dev/null
            exit 0
            """;

    private final OutputStream lifeline;

    /**
     * @param pidFiles directory with a file for each child, see {@link PidFiles}
     * @param postmaster PostgreSQL's own pid file
     */
    public OrphanReaper(Path pidFiles, Path postmaster) {
        try {
            lifeline = new ProcessBuilder(
                            "/bin/sh", "-c", SCRIPT, "postrider-guard", pidFiles.toString(), postmaster.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getOutputStream();
        } catch (IOException e) {
            throw new StartException("the shell could not be started: " + e.getMessage(), e);
        }
    }

    /** Called when all children have been stopped properly. */
    @Override
    public void close() {
        try (lifeline) {
            lifeline.write("over\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // It is gone already.
        }
    }
}
