package io.postrider.ingest.intake.submit.estimate;

import io.postrider.ingest.intake.submit.estimate.EstimateSlots.Place;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.body.RequestBody;
import io.postrider.mail.Recipient;
import io.postrider.templates.Escaping;
import io.postrider.templates.Extent;
import io.postrider.templates.OverBudgetException;
import io.postrider.templates.OverBudgetException.Bound;
import io.postrider.templates.RenderBudget;
import io.postrider.templates.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the mails of one request that would be too large, or too costly to render, before they are accepted. Usually
 * the structure of the templates shows that a mail is not; only otherwise is the mail rendered, and the result
 * discarded. The cost of this over the whole request is bounded as well. Not thread-safe.
 */
public final class RenderEstimates implements AutoCloseable {
    /** Steps of a request allowed without a slot, even on an event loop: a quarter of a millisecond. */
    private static final long STEPS_AT_ONCE = 5_000;

    /** Steps of a request on a worker: 50 mails of the maximum cost, or 1,000 of a twentieth of it; about a second. */
    public static final long STEPS_OF_REQUEST = 50L * RenderBudget.STEPS;

    /** Bullets and indentation can make the text of a list longer than its HTML, but never by this factor. */
    private static final int TEXT_OF_HTML = 4;

    private final CompiledTemplates compiled;
    private final long size;
    private final RequestBody body;
    private final Supplier<Place> places;
    private Place place;
    private long steps;
    private long mailSize;
    private long mailSteps;

    /** The request exceeds the allowed steps. */
    public static final class TooMuchException extends RuntimeException {
        private TooMuchException() {
            super("the request exceeds its maximum of steps", null, false, false);
        }
    }

    /** The request needs a slot, and none is free yet. */
    public static final class NoPlaceException extends RuntimeException {
        private NoPlaceException() {
            super("the request exceeds the steps allowed without a slot", null, false, false);
        }
    }

    /**
     * @param size maximum bytes that the templates of one mail render together
     * @param body of the request; estimation stops when its client has disconnected
     * @param places supplies a slot when one is needed, or null if there is none; the slot is closed with this object
     */
    public RenderEstimates(CompiledTemplates compiled, long size, RequestBody body, Supplier<Place> places) {
        this.compiled = compiled;
        this.size = size;
        this.body = body;
        this.places = places;
    }

    public Template compiled(String source, Escaping escaping) {
        return compiled.compiled(source, escaping);
    }

    public Optional<String> text(String html) {
        return compiled.text(html);
    }

    /**
     * @throws TooMuchException if the request would exceed its maximum
     * @throws NoPlaceException if it must wait for a slot first
     * @throws Problem.Refusal if its client has disconnected
     */
    public void take(long more) {
        steps += more;
        if (steps > STEPS_OF_REQUEST) {
            throw new TooMuchException();
        }
        if (steps > STEPS_AT_ONCE) {
            requirePlace();
        }
    }

    private void requirePlace() {
        if (place == null) {
            place = places.get();
        }
        if (place == null) {
            throw new NoPlaceException();
        }
        if (body.left()) {
            throw Problem.overloaded().refusal();
        }
    }

    /**
     * Why the recipient's mail cannot be rendered, or null.
     *
     * @param templates those of the mail that have tags; the recipient has all required variables
     * @param extent of the shared variables
     */
    public String fault(List<Template> templates, Map<String, Object> shared, Extent extent, Recipient recipient) {
        if (templates.isEmpty() || surelyWithin(templates, extent.with(recipient))) {
            return null;
        }
        if (place != null) {
            requirePlace();
        }
        RenderBudget budget = RenderBudget.measuring(size, Math.min(RenderBudget.STEPS, allowed() - steps));
        try {
            for (Template template : templates) {
                template.measure(shared, recipient, budget);
            }
            take(budget.steps());
            mailSize = budget.size();
            mailSteps = budget.steps();
            return null;
        } catch (OverBudgetException e) {
            if (e.bound() == Bound.SIZE) {
                take(budget.steps());
                return ("would get a mail of more than %,d bytes when it is rendered;"
                                + " shorten the text, the lists or the variables that it shows")
                        .formatted(size);
            }
            if (place == null) {
                // It may only have exceeded the steps allowed without a slot.
                requirePlace();
                return fault(templates, shared, extent, recipient);
            }
            take(RenderBudget.STEPS);
            return ("would get a mail that takes too long to render, over %,d steps;"
                            + " use shorter lists and fewer sections inside each other")
                    .formatted(RenderBudget.STEPS);
        }
    }

    /**
     * Whether the last mail checked without a fault may also have a text derived from its HTML. The text has only tags
     * of the HTML and less text between them, so the cost of the HTML bounds it where its own structure does not.
     *
     * @param extent of the recipient's and the shared variables
     */
    public boolean allowsText(Template text, Extent extent) {
        long textSize = Math.min(text.sizeAtMost(extent), TEXT_OF_HTML * mailSize);
        long textSteps = Math.min(text.stepsAtMost(extent), TEXT_OF_HTML * mailSteps);
        return mailSize + textSize <= size && mailSteps + textSteps <= RenderBudget.STEPS;
    }

    /**
     * The rendered template for this recipient.
     *
     * @param template of a mail that has no {@link #fault}
     */
    public String rendered(Template template, Map<String, Object> shared, Recipient recipient) {
        RenderBudget budget = RenderBudget.measuring(size, Math.min(RenderBudget.STEPS, allowed() - steps));
        try {
            String text = template.render(shared, recipient, budget);
            take(budget.steps());
            return text;
        } catch (OverBudgetException e) {
            if (place != null) {
                throw new TooMuchException();
            }
            requirePlace();
            return rendered(template, shared, recipient);
        }
    }

    private long allowed() {
        return place == null ? STEPS_AT_ONCE : STEPS_OF_REQUEST;
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
        mailSize = mostSize;
        mailSteps = mostSteps;
        return mostSize <= size && mostSteps <= RenderBudget.STEPS;
    }

    @Override
    public void close() {
        if (place != null) {
            place.close();
        }
    }
}
