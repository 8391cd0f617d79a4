package io.postrider.ingest.submit;

import io.postrider.contract.Recipient;
import io.postrider.template.Escaping;
import io.postrider.template.Extent;
import io.postrider.template.Template;
import io.postrider.template.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The templates of one message: compiled to find their faults now, and asked what each recipient must bring and would get. */
final class Templates {
    private final Estimates estimates;
    private final Faults faults;
    private final int most;
    private final List<Template> tagged = new ArrayList<>();
    private Map<String, Object> shared;
    private Extent extent;

    /** @param most characters of each */
    Templates(Estimates estimates, Faults faults, int most) {
        this.estimates = estimates;
        this.faults = faults;
        this.most = most;
    }

    /** @param source may be null */
    void add(String source, Escaping escaping, String pointer) {
        if (source != null && source.length() > most) {
            faults.add(pointer, "has %,d characters; at most %,d may be".formatted(source.length(), most));
            return;
        }
        if (source == null || source.indexOf("{{") < 0) {
            return;
        }
        try {
            Template template = estimates.compiled(source, escaping);
            tagged.add(template);
        } catch (TemplateException e) {
            faults.add(pointer, e.getMessage());
        }
    }

    /**
     * Finds what the recipient misses.
     *
     * @param shared variables of all recipients
     * @param pointer of the recipient, such as {@code /to/3}
     */
    void missing(Recipient recipient, Map<String, Object> shared, String pointer, Faults to) {
        Set<String> missing = new LinkedHashSet<>();
        for (Template template : tagged) {
            estimates.take(template.stepsOfMissing(shared, recipient));
            missing.addAll(template.missing(shared, recipient));
        }
        for (String name : missing) {
            to.add(
                    pointer + "/variables/" + Fields.escape(name),
                    "is needed by the template as a text, number or boolean; give it here or in /variables");
        }
    }

    /**
     * Finds a mail that would be too large or too costly.
     *
     * @param recipient who misses nothing
     * @param variables that all recipients share; the same in each call
     * @param pointer as for {@link #missing}
     */
    void estimate(Recipient recipient, Map<String, Object> variables, String pointer, Faults to) {
        if (shared != variables) {
            shared = variables;
            extent = Extent.of(variables);
        }
        String fault = estimates.fault(tagged, shared, extent, recipient);
        if (fault != null) {
            to.add(pointer, fault);
        }
    }
}
