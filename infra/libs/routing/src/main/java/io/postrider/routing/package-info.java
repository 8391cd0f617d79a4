/**
 * {@code routes.yaml}: the routes, and {@code sites.yaml}: the mailbox providers. The router reads them to choose
 * routes, the sender to connect and to enforce their limits; both read the same files.
 *
 * <p>Input: a file, see {@link io.postrider.files}. Output: {@link io.postrider.routing.Route}s and {@link
 * io.postrider.routing.Sites}.
 */
package io.postrider.routing;
