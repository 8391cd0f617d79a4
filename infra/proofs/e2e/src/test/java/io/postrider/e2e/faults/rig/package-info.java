/**
 * The packaged system that faults break: its links, name server, clocks, load and operator, and the audit that compares what was accepted
 * with what arrived.
 */
package io.postrider.e2e.faults.rig;
