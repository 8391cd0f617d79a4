/**
 * A real PostgreSQL server on loopback.
 *
 * <p>Input: a directory for its data, a port and a password. Output: a running server that can be stopped, killed,
 * suspended and restarted. On failure {@link io.postrider.neighbours.StartException} states why.
 */
package io.postrider.neighbours.postgres;
