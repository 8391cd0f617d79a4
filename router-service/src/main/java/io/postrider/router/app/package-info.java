/**
 * router-service decides. A batch enters from {@code mail.submitted.<lane>}, is screened, prioritised and routed, and
 * leaves on {@code mail.outbound.<lane>}. First attempts and retries enter here alike, so every rule is rechecked on every attempt.
 *
 * <p>{@link io.postrider.router.app.Router} lists the steps. During an outage of the broker or of PostgreSQL the batch waits. A
 * redelivered batch is forwarded under the same id, and the broker drops the copy.
 *
 * <p>The health checks are here as well. Liveness depends on nothing outside; readiness on all that a batch needs.
 */
package io.postrider.router.app;
