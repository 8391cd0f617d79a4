package io.postrider.e2e.inside;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.postrider.local.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Harm that can be done inside the process of a service, on the JVM. */
public enum Sabotage {
    /** Memory runs out on a thread that ends by it. */
    FILL_IN_THREAD,
    /** Memory runs out without any report. */
    FILL_AND_GO_ON,
    /** Memory runs out on an event loop. */
    FILL_ON_LOOP,
    /** An event loop, which is not the first, is blocked until a file is there. */
    BLOCK_LOOP;

    /**
     * Returns when it has begun.
     *
     * @param argument its path, or empty
     */
    public void in(ServiceProcess service, String argument) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(service.pid()));
            try {
                machine.loadAgent(jar().toString(), name() + " " + argument);
            } finally {
                machine.detach();
            }
        } catch (IOException e) {
            // Its process may have ended by it before it could say so.
            if (service.alive()) {
                throw new UncheckedIOException(e);
            }
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
            throw new IllegalStateException(this + " cannot be done in " + service.name(), e);
        }
    }

    private static Path jar() throws IOException {
        Path jar = Path.of("target", "saboteur.jar").toAbsolutePath();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Agent-Class"), Saboteur.class.getName());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            String name = Saboteur.class.getName().replace('.', '/') + ".class";
            out.putNextEntry(new JarEntry(name));
            try (InputStream in = Saboteur.class.getResourceAsStream("/" + name)) {
                in.transferTo(out);
            }
            out.closeEntry();
        }
        return jar;
    }
}
