/**
 * Compiling: every tag of a source is held to our rules, in one pass.
 *
 * <p>Input: a source and how it is escaped. Output: a {@link io.postrider.templates.Template}. On failure:
 * {@link io.postrider.templates.TemplateException} with the line and what to change.
 */
package io.postrider.templates.parse;
