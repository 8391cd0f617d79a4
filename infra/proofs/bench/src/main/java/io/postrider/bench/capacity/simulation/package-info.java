/**
 * A day of mail as a simulation of the queues: routes with connections, sites with limits, retries. No formula is known for them;
 * tests hold the simulation against queueing theory ({@link io.postrider.bench.capacity.simulation.ErlangC}).
 */
package io.postrider.bench.capacity.simulation;
