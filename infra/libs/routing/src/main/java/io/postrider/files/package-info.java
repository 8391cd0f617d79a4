/**
 * Settings files in YAML that an operator writes and that may change while the service runs.
 *
 * <p>Input: a file. Output: the value parsed by its reader. An unusable file is rejected as a whole with {@link
 * io.postrider.files.FileException}, which names the setting and what to change; the watcher keeps the last good one.
 */
package io.postrider.files;
