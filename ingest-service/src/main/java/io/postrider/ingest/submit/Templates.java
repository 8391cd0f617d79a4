package io.postrider.ingest.submit;

import io.postrider.contract.Recipient;
import io.postrider.template.Escaping;
import io.postrider.template.Template;
import io.postrider.template.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The templates of one message: compiled to find their faults now, and asked what each recipient must bring. */
final class Templates {
    private final CompiledTemplates compiled;
    private final Faults faults;
    private final int most;
    private final List<Template> demanding = new ArrayList<>();

    /** @param most characters of each */
    Templates(CompiledTemplates compiled, Faults faults, int most) {
        this.compiled = compiled;
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
            Template template = compiled.compiled(source, escaping);
            if (!template.required().isEmpty()) {
                demanding.add(template);
            }
        } catch (TemplateException e) {
            faults.add(pointer, e.getMessage());
        }
    }

    /** @param pointer of the recipient, such as {@code /to/3} */
    void check(Recipient recipient, Map<String, Object> shared, String pointer, Faults to) {
        Set<String> missing = new LinkedHashSet<>();
        for (Template template : demanding) {
            missing.addAll(template.missing(shared, recipient));
        }
        for (String name : missing) {
            to.add(
                    pointer + "/variables/" + Fields.escape(name),
                    "is needed by the template as a text, number or boolean; give it here or in /variables");
        }
    }
}
