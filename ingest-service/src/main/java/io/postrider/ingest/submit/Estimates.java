package io.postrider.ingest.submit;

import io.postrider.contract.Recipient;
import io.postrider.template.Escaping;
import io.postrider.template.Extent;
import io.postrider.template.OverBudgetException;
import io.postrider.template.OverBudgetException.Bound;
import io.postrider.template.RenderBudget;
import io.postrider.template.Template;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Finds the mails of one request that would be too large, or too costly to render, before they are accepted. The structure
 * of the templates mostly says that a mail is not; only where it does not, the mail is rendered, and nothing of it is kept.
 * What that takes over the whole request is bounded, too. For one thread.
 */
final class Estimates implements AutoCloseable {
    /** Steps of a request that an event loop may take: a quarter of a millisecond. */
    private static final long STEPS_AT_ONCE = 5_000;

    /** Steps of a request on a worker: 50 mails of the most that each may take, or 1,000 of a twentieth; about a second. */
    static final long STEPS_OF_REQUEST = 50L * RenderBudget.STEPS;

    /** Of the requests that take more than a moment, as many are worked on as leave a processor to the others. */
    private static final Semaphore PLACES =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    private final CompiledTemplates compiled;
    private final long size;
    private final boolean worker;
    private long steps;
    private boolean placed;

    /** The request takes more than was allowed for. */
    static final class TooMuchException extends RuntimeException {
        private TooMuchException() {
            super("more steps than this thread may take", null, false, false);
        }
    }

    /**
     * @param size of one mail, in bytes: what its templates render together
     * @param worker whether the calls come on a worker thread; there they may wait
     */
    Estimates(CompiledTemplates compiled, long size, boolean worker) {
        this.compiled = compiled;
        this.size = size;
        this.worker = worker;
    }

    Template compiled(String source, Escaping escaping) {
        return compiled.compiled(source, escaping);
    }

    /** @throws TooMuchException if the request must not take that many more */
    void take(long more) {
        steps += more;
        if (steps > allowed()) {
            throw new TooMuchException();
        }
        if (steps > STEPS_AT_ONCE && !placed) {
            PLACES.acquireUninterruptibly();
            placed = true;
        }
    }

    /**
     * Why the recipient's mail cannot be rendered, or null.
     *
     * @param templates of the mail, those with tags; the recipient has what they require
     * @param extent of the shared variables
     */
    String fault(List<Template> templates, Map<String, Object> shared, Extent extent, Recipient recipient) {
        if (templates.isEmpty() || surelyWithin(templates, extent.with(recipient))) {
            return null;
        }
        RenderBudget budget = RenderBudget.measuring(size, Math.min(RenderBudget.STEPS, allowed() - steps));
        try {
            for (Template template : templates) {
                template.measure(shared, recipient, budget);
            }
            take(budget.steps());
            return null;
        } catch (OverBudgetException e) {
            if (e.bound() == Bound.SIZE) {
                take(budget.steps());
                return ("would get a mail of more than %,d bytes when it is rendered;"
                                + " shorten the text, the lists or the variables that it shows")
                        .formatted(size);
            }
            take(RenderBudget.STEPS);
            return ("would get a mail that takes too long to render, over %,d steps;"
                            + " use shorter lists and fewer sections inside each other")
                    .formatted(RenderBudget.STEPS);
        }
    }

    private long allowed() {
        return worker ? STEPS_OF_REQUEST : STEPS_AT_ONCE;
    }

    private boolean surelyWithin(List<Template> templates, Extent extent) {
        long mostSize = 0;
        long mostSteps = 0;
        for (Template template : templates) {
            long templateSize = template.sizeAtMost(extent);
            long templateSteps = template.stepsAtMost(extent);
            if (templateSize > size || templateSteps > RenderBudget.STEPS) {
                return false;
            }
            mostSize += templateSize;
            mostSteps += templateSteps;
        }
        return mostSize <= size && mostSteps <= RenderBudget.STEPS;
    }

    @Override
    public void close() {
        if (placed) {
            PLACES.release();
        }
    }
}
