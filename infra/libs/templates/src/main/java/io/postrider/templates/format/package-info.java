/**
 * Formats dates and numbers by the conventions of a language, for templates.
 *
 * <p>Input: a value from JSON and the desired format. Output: its text, or null if the value is not of that kind,
 * which is never a failure: the caller then shows the value unchanged. The length of the result is bounded by the
 * constants here.
 */
package io.postrider.templates.format;
