/**
 * A real Artemis broker on loopback, inside this process.
 *
 * <p>Input: a directory for its journal, a port, and the configuration in {@code /broker} on the class path. Output: a
 * running broker that can be stopped and restarted. On failure {@link io.postrider.neighbours.StartException} states
 * why.
 */
package io.postrider.neighbours.artemis;
