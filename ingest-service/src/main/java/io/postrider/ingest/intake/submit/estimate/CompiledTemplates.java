package io.postrider.ingest.intake.submit.estimate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.postrider.ingest.intake.submit.alternative.TextAlternative;
import io.postrider.templates.Escaping;
import io.postrider.templates.Template;
import io.postrider.templates.TemplateException;
import io.postrider.templates.parse.TemplateCompiler;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/** Recently compiled templates, since single messages often repeat the same ones. Thread-safe. */
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMW", "com.github.benmanes.caffeine.cache.PSMW"})
public final class CompiledTemplates {
    /**
     * Maximum characters of all cached templates: compiled, a template takes six bytes per character, or thirty if it
     * consists of tags only.
     */
    private static final int CHARACTERS = 1 << 20;

    /** Maximum characters of a cached template; a longer one is compiled each time. */
    static final int LONGEST = 64 << 10;

    private static final int CHARACTERS_BESIDE = 200;

    /** The empty string stands for no text. */
    private static final String NONE = "";

    private record Source(String text, Escaping escaping) {}

    private final Cache<Source, Template> held = Caffeine.newBuilder()
            .maximumWeight(CHARACTERS)
            .weigher((Source source, Template template) -> source.text().length() + CHARACTERS_BESIDE)
            .build();

    private final Cache<String, String> texts = Caffeine.newBuilder()
            .maximumWeight(CHARACTERS)
            .weigher((String html, String text) -> html.length() + text.length() + CHARACTERS_BESIDE)
            .build();

    /** {@link TextAlternative#of}, cached. */
    Optional<String> text(String html) {
        if (html.length() > LONGEST) {
            return TextAlternative.of(html);
        }
        String text = texts.getIfPresent(html);
        if (text == null) {
            text = TextAlternative.of(html).orElse(NONE);
            texts.put(html, text);
        }
        return text.equals(NONE) ? Optional.empty() : Optional.of(text);
    }

    /** @throws TemplateException as {@link TemplateCompiler#compile}; not cached */
    Template compiled(String text, Escaping escaping) {
        if (text.length() > LONGEST) {
            return TemplateCompiler.compile(text, escaping);
        }
        Source source = new Source(text, escaping);
        Template template = held.getIfPresent(source);
        if (template == null) {
            template = TemplateCompiler.compile(text, escaping);
            held.put(source, template);
        }
        return template;
    }
}
