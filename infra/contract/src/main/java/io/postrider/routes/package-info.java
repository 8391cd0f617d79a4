/**
 * {@code routes.yaml}: the ways out. The router reads it to choose, the sender to connect; both hold the same file.
 *
 * <p>Enters: the file. Leaves: a list of {@link io.postrider.routes.Route}. A file that cannot be used is refused whole
 * with {@link io.postrider.routes.RoutesFileException}, which names the line's setting and what to change; whoever
 * watches the file goes on with the last good one.
 */
package io.postrider.routes;
