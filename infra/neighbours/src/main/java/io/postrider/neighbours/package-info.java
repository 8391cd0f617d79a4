/**
 * What Postrider's tests and the local run need beside Postrider: PostgreSQL, Artemis, an SMTP server and a name server that can be
 * scripted, and links that fail on command. It knows no code of Postrider.
 *
 * <p>On failure {@link io.postrider.neighbours.StartException} says what did not start, why and what to change.
 */
package io.postrider.neighbours;
