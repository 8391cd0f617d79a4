package io.postrider.service;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of this process: those that serve HTTP, AMQP, PostgreSQL and SMTP connections, and the one that
 * accepts connections. Each connection stays on one loop, so a dead or blocked loop permanently stops a part of the
 * work while the others continue.
 */
final class EventLoops {
    /** @param silent number of loops that did not answer in time */
    record Answers(int loops, int silent) {}

    private final EventLoopGroup serving;
    private final EventLoopGroup accepting;

    EventLoops(Vertx vertx) {
        VertxInternal internal = (VertxInternal) vertx;
        this.serving = internal.getEventLoopGroup();
        this.accepting = internal.getAcceptorEventLoopGroup();
    }

    /** Submits a task to all of them at the same time; call it on another thread. Never fails. */
    CompletionStage<Answers> ask(Duration limit) {
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        serving.forEach(loop -> answers.add(ask(loop, limit)));
        accepting.forEach(loop -> answers.add(ask(loop, limit)));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> new Answers(answers.size(), (int)
                        answers.stream().filter(answer -> !answer.join()).count()));
    }

    private static CompletableFuture<Boolean> ask(EventExecutor loop, Duration limit) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        try {
            loop.execute(() -> answer.complete(true));
        } catch (RejectedExecutionException e) {
            // The loop's thread has ended.
            answer.complete(false);
        }
        return answer.completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
