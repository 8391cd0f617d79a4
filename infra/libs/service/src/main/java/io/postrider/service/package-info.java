/**
 * Shared by the three services: liveness of all event loops, and the end of the process when memory runs out.
 * <p>Input: a probe, or a failure that nothing else handles. Output: a health check, or the end of the process.
 * Liveness depends on nothing outside the process; otherwise an outage of PostgreSQL would restart every replica.
 *
 * <p>On failure: an event loop that does not answer in time makes the process not live, whatever the state of the
 * others. A health request that the failed loop itself would have to serve gets no answer, which has the same effect on
 * a probe.
 */
package io.postrider.service;
