/**
 * The templates of mail content: {@code {{ }}} tags as in Mustache. Ingest checks a submission by the same rules by which sender
 * renders it.
 *
 * <p>Input: a template's source, the variables that a message shares, and a recipient. Output: the names that must be
 * given, or the rendered text. Fails with {@link io.postrider.templates.TemplateException}: at compiling it names the line
 * and what to change, at rendering the variable. There are no partials and no helpers except those of the package {@code helpers};
 * nothing is read from files, and only maps, lists, strings, numbers and booleans are ever looked at, so a template can reach
 * nothing but what it was given. The size of the source, its tags and the depth of its sections are bounded; what a rendering takes
 * comes out of a {@link io.postrider.templates.RenderBudget}, and can be measured or bounded without rendering.
 *
 * <p>This package holds what callers see. {@code parse} compiles a source ({@code TemplateCompiler}), {@code helpers} are what tags
 * may call, {@code render} is what a compiled template does, {@code format} makes texts of dates and numbers.
 */
package io.postrider.templates;
