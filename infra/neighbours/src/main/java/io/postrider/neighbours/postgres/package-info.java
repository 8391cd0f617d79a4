/**
 * A real PostgreSQL server on loopback.
 *
 * <p>Enters: a directory for its data, a port and a password. Leaves: a server to connect to, and to stop, kill, suspend and start
 * again. On failure {@link io.postrider.neighbours.StartException} says why.
 */
package io.postrider.neighbours.postgres;
