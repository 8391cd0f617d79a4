/**
 * The templates of mail content: {@code {{ }}} tags as in Mustache. Here, because ingest checks a submission by the same
 * rules by which sender renders it.
 *
 * <p>Enters: a template's source, the variables that a message shares, and a recipient. Leaves: the names that must be
 * given, or the rendered text. Fails with {@link io.postrider.templates.TemplateException}: at compiling it names the line
 * and what to change, at rendering the variable. There are no partials and no helpers but those in {@link io.postrider.templates.Helper}; nothing is read from files,
 * and only maps, lists, strings, numbers and booleans are ever looked at, so a template can reach nothing but what it was
 * given. The size of the source, its tags and
 * the depth of its sections are bounded; what a rendering takes comes out of a {@link io.postrider.templates.RenderBudget}, and can be
 * measured or bounded without rendering.
 */
package io.postrider.templates;
