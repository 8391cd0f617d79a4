package io.postrider.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** The steps of the start, run in parallel, with the time that each took. */
final class StartSteps {
    private final Consumer<String> progress;

    StartSteps(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Runs all in parallel and waits for all, even if one fails. */
    void together(Map<String, Runnable> steps) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        steps.forEach((name, step) -> running.add(run(() -> timed(name, step))));
        awaitAll(running);
    }

    /** Does the same to all elements in parallel. */
    <T> void quietly(Collection<T> parts, Consumer<T> step) {
        awaitAll(parts.stream().map(part -> run(() -> step.accept(part))).toList());
    }

    private void timed(String name, Runnable step) {
        long begun = System.nanoTime();
        step.run();
        synchronized (this) {
            progress.accept("%-16s %5.1f s".formatted(name, (System.nanoTime() - begun) / 1e9));
        }
    }

    /**
     * A separate thread pool: the steps wait for processes, and the common pool has only as many threads as the machine
     * has cores.
     */
    private static CompletableFuture<Void> run(Runnable step) {
        return CompletableFuture.runAsync(step, work -> new Thread(work, "step").start());
    }

    private static void awaitAll(List<CompletableFuture<Void>> running) {
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
