/**
 * Dates and numbers as people of a language write them, for templates.
 *
 * <p>Enters: a value as JSON has it and how it is to be shown. Leaves: its text, or null if the value is not of that kind, which is
 * never a failure: the caller then shows the value as it is. What is made of a value is bounded by the constants here.
 */
package io.postrider.templates.format;
