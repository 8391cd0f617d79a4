/**
 * Settings files in YAML that an operator writes and that may change while the service runs.
 *
 * <p>Enters: a file. Leaves: what its reader makes of it. A file that cannot be used is refused whole with {@link
 * io.postrider.files.FileException}, which names the setting and what to change; whoever watches the file goes on with the
 * last good one.
 */
package io.postrider.files;
