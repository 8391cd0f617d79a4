package io.postrider.templates.render;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.postrider.mail.Recipient;
import io.postrider.templates.Extent;
import io.postrider.templates.RenderBudget;
import io.postrider.templates.Template;
import io.postrider.templates.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A template as the engine renders it: its tags are numbers there, and each number asks one of our tags. */
public final class CompiledTemplate implements Template {
    /** JMustache, restricted to scopes, whose results are written unchanged. */
    private static final Mustache.Compiler ENGINE =
            Mustache.compiler().escapeHTML(false).withFormatter(String::valueOf).withCollector(new ScopeCollector());

    private final com.samskivert.mustache.Template engine;
    private final Tag[] tags;
    private final String constant;
    private final Set<String> required;
    private final List<VariableScope.Name> requiredNames;
    private final long stepsOfRequired;
    private final Bound bound;
    private volatile int expectedLength;

    /**
     * @param source as the caller wrote it
     * @param engineSource the same for the engine, with the tags as numbers
     * @param tags by their numbers
     * @param required names of the variables that must be given
     * @throws TemplateException if the engine refuses its source
     */
    public CompiledTemplate(String source, String engineSource, Tag[] tags, Set<String> required, Bound bound) {
        this.engine = compiled(engineSource);
        this.tags = tags;
        // Comments are not tags, but they are removed.
        this.constant = source.contains("{{") ? null : source;
        this.required = required;
        this.requiredNames = required.stream().map(VariableScope.Name::of).toList();
        this.stepsOfRequired =
                requiredNames.stream().mapToLong(VariableScope.Name::steps).sum();
        this.bound = bound;
        bound.required(stepsOfRequired);
        this.expectedLength = source.length() + 64;
    }

    private static com.samskivert.mustache.Template compiled(String engineSource) {
        try {
            return ENGINE.compile(engineSource);
        } catch (MustacheException e) {
            throw new TemplateException(e.getMessage(), e);
        }
    }

    @Override
    public boolean constant() {
        return constant != null;
    }

    @Override
    public Set<String> required() {
        return required;
    }

    @Override
    public List<String> missing(Map<String, Object> shared, Recipient recipient) {
        List<String> missing = List.of();
        for (VariableScope.Name name : requiredNames) {
            if (!VariableScope.givesText(name, shared, recipient)) {
                missing = missing.isEmpty() ? new ArrayList<>() : missing;
                missing.add(name.whole());
            }
        }
        return missing;
    }

    @Override
    public long stepsOfMissing(Map<String, Object> shared, Recipient recipient) {
        int searched = StepPrices.searched(recipient.variables().size()) + StepPrices.searched(shared.size());
        return stepsOfRequired * (1 + searched);
    }

    @Override
    public long sizeAtMost(Extent extent) {
        return (long) bound.size(extent);
    }

    @Override
    public long stepsAtMost(Extent extent) {
        return (long) bound.steps(extent);
    }

    @Override
    public void measure(Map<String, Object> shared, Recipient recipient, RenderBudget budget) {
        if (constant == null) {
            execute(shared, recipient, budget, new Rendering.Measure(budget));
        }
    }

    @Override
    public String render(Map<String, Object> shared, Recipient recipient, RenderBudget budget) {
        if (constant != null) {
            return constant;
        }
        Rendering.Text rendering = new Rendering.Text(expectedLength, budget);
        execute(shared, recipient, budget, rendering);
        // The next recipient's text is about as long; a racing write of another length is harmless.
        expectedLength = rendering.length() + 64;
        return rendering.toString();
    }

    private void execute(Map<String, Object> shared, Recipient recipient, RenderBudget budget, Rendering rendering) {
        budget.steps(stepsOfMissing(shared, recipient));
        List<String> missing = missing(shared, recipient);
        if (!missing.isEmpty()) {
            throw new TemplateException(
                    "variable '%s' is missing or is not a string, number or boolean".formatted(missing.get(0)), 0);
        }
        try {
            engine.execute(VariableScope.of(tags, shared, recipient, budget), rendering);
        } catch (MustacheException e) {
            throw ours(e);
        }
    }

    /** The engine wraps exceptions of lookups. */
    private static TemplateException ours(MustacheException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateException own) {
                return own;
            }
        }
        return new TemplateException("the template cannot be rendered", e);
    }
}
