/**
 * What each of the three services has: it is alive only while all of its event loops are, and it ends when memory runs out.
 *
 * <p>Enters: a probe; a failure that nothing else handles. Leaves: a health check; the end of the process. Liveness depends on
 * nothing outside of the process, or an outage of PostgreSQL would have every replica restarted.
 *
 * <p>On failure: an event loop that does not answer in time makes the process not alive, whatever the others do. A health request
 * that the failed loop itself should serve is not answered, which a probe takes for the same.
 */
package io.postrider.service;
