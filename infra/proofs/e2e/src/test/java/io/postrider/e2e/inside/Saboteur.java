package io.postrider.e2e.inside;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/** Does harm inside a service's process, into which it is loaded. It knows nothing but the JDK and what it finds there. */
public final class Saboteur {
    private static final int PIECE = 1 << 20;
    private static final long LOOK_NANOS = 20_000_000;

    private Saboteur() {}

    /** @param deed the name of a {@link Sabotage}, which is not known there, and, where it has one, its argument, separated by a blank */
    public static void agentmain(String deed) throws ReflectiveOperationException {
        String[] words = deed.split(" ", 2);
        switch (words[0]) {
            case "FILL_IN_THREAD" -> new Thread(Saboteur::fill, "saboteur").start();
            case "FILL_AND_GO_ON" -> new Thread(Saboteur::fillAndGoOn, "saboteur").start();
            case "FILL_ON_LOOP" -> loops().get(0).execute(Saboteur::fill);
            case "BLOCK_LOOP" -> loops().get(1).execute(() -> waitFor(Path.of(words[1])));
            default -> throw new IllegalArgumentException(deed);
        }
    }

    private static void fill() {
        List<byte[]> all = new ArrayList<>();
        while (true) {
            all.add(new byte[PIECE]);
        }
    }

    private static void fillAndGoOn() {
        try {
            fill();
        } catch (OutOfMemoryError e) {
            // As a library does that takes every failure for a failed call.
        }
    }

    private static void waitFor(Path file) {
        while (!Files.exists(file)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** The event loops of the service's Vert.x, by the classes of the service. */
    private static List<Executor> loops() throws ReflectiveOperationException {
        ClassLoader classes = classes();
        Object container =
                classes.loadClass("io.quarkus.arc.Arc").getMethod("container").invoke(null);
        Class<?> internal = classes.loadClass("io.vertx.core.impl.VertxInternal");
        Method instance =
                classes.loadClass("io.quarkus.arc.ArcContainer").getMethod("instance", Class.class, Annotation[].class);
        Object handle = instance.invoke(container, classes.loadClass("io.vertx.core.Vertx"), new Annotation[0]);
        Object vertx = classes.loadClass("io.quarkus.arc.InstanceHandle")
                .getMethod("get")
                .invoke(handle);
        List<Executor> loops = new ArrayList<>();
        for (Object loop : (Iterable<?>) internal.getMethod("getEventLoopGroup").invoke(vertx)) {
            loops.add((Executor) loop);
        }
        return loops;
    }

    private static ClassLoader classes() throws ClassNotFoundException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            ClassLoader classes = thread.getContextClassLoader();
            if (classes != null && classes.getResource("io/quarkus/arc/Arc.class") != null) {
                return classes;
            }
        }
        throw new ClassNotFoundException("no thread knows Quarkus");
    }
}
