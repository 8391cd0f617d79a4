package io.postrider.templates.parse;

import io.postrider.templates.Escaping;
import io.postrider.templates.Template;
import io.postrider.templates.TemplateException;
import io.postrider.templates.render.CompiledTemplate;

/** Compiles sources of templates; for any thread. */
public final class TemplateCompiler {
    private TemplateCompiler() {}

    /**
     * Compiles a source of at most {@link Template#SOURCE_LENGTH} characters.
     *
     * @param escaping what is done to variables where they stand between two braces
     * @throws TemplateException if a limit is exceeded or a tag is invalid; states the line and what to change
     */
    public static Template compile(String source, Escaping escaping) {
        if (source.length() > Template.SOURCE_LENGTH) {
            throw new TemplateException(
                    "the template has %d characters; at most %d are allowed"
                            .formatted(source.length(), Template.SOURCE_LENGTH),
                    0);
        }
        Tags read = new Tags(source, escaping);
        EngineSource engine = read.engine();
        return new CompiledTemplate(source, engine.text(), engine.tags(), read.required(), read.bound());
    }
}
