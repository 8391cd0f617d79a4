/**
 * router-service decides. A batch enters from {@code mail.submitted.<lane>}, is screened, prioritised and routed, and
 * leaves on {@code mail.outbound.<lane>}. First attempts and retries come through the same door, so every rule is checked
 * anew on every attempt.
 *
 * <p>{@link io.postrider.router.Router} lists the steps. A failure of the broker or of PostgreSQL holds the batch until
 * it has passed; what the broker delivers twice is forwarded under the same id and dropped there.
 */
package io.postrider.router;
