/**
 * The helpers that a template may call, such as {@code formatDate} and {@code equals}: what each takes, what it does and what it costs.
 *
 * <p>Input: a name and the arguments as expressions, at compiling; a scope, at rendering. Output: the value. On failure: arguments
 * that do not fit are a fault at compiling; no value is one at rendering.
 */
package io.postrider.templates.helpers;
