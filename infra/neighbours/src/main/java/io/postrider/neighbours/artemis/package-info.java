/**
 * A real Artemis broker on loopback, inside this process.
 *
 * <p>Enters: a directory for its journal, a port, and the configuration that the class path has in {@code /broker}. Leaves: a broker
 * to connect to, and to stop and start again. On failure {@link io.postrider.neighbours.StartException} says why.
 */
package io.postrider.neighbours.artemis;
