package io.postrider.ingest.intake.submit.estimate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.postrider.templates.Escaping;
import io.postrider.templates.Template;
import io.postrider.templates.TemplateException;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Recently compiled templates: similar single messages repeat the same ones. Thread-safe. */
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMW", "com.github.benmanes.caffeine.cache.PSMW"})
public final class CompiledTemplates {
    /** Characters of all that are held: a compiled template takes six bytes for each, thirty if it is nothing but tags. */
    private static final int CHARACTERS = 1 << 20;

    /** Characters of one; a longer one is compiled each time. */
    static final int LONGEST = 64 << 10;

    private static final int CHARACTERS_BESIDE = 200;

    private record Source(String text, Escaping escaping) {}

    private final Cache<Source, Template> held = Caffeine.newBuilder()
            .maximumWeight(CHARACTERS)
            .weigher((Source source, Template template) -> source.text().length() + CHARACTERS_BESIDE)
            .build();

    /** @throws TemplateException as {@link Template#compile}; that is not remembered */
    Template compiled(String text, Escaping escaping) {
        if (text.length() > LONGEST) {
            return Template.compile(text, escaping);
        }
        Source source = new Source(text, escaping);
        Template template = held.getIfPresent(source);
        if (template == null) {
            template = Template.compile(text, escaping);
            held.put(source, template);
        }
        return template;
    }
}
