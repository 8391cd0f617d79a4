/**
 * The external systems for Postrider's tests and the local run: PostgreSQL, Artemis, a scriptable SMTP server and name
 * server, and links that fail on command. It does not depend on Postrider's code.
 *
 * <p>On failure {@link io.postrider.neighbours.StartException} states what did not start, why, and what to change.
 */
package io.postrider.neighbours;
