/**
 * Rendering: tags and expressions are asked for their values in the scopes of a mail's variables, and each look-up is charged to the
 * budget. The engine, JMustache, only writes text and repeats sections.
 *
 * <p>Input: a source whose tags are numbers, the tags by their numbers, the variables and a recipient. Output: the text, or what it
 * costs, measured or as a bound. On failure: {@link io.postrider.templates.TemplateException} for a missing variable,
 * {@link io.postrider.templates.OverBudgetException} if the budget is used up.
 */
package io.postrider.templates.render;
