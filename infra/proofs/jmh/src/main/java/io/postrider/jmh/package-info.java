/**
 * The cost of a mail in each hot step, compared with an alternative: rendering, MIME, DKIM, the batches' codec. Started
 * by {@code infra/proofs/jmh/run}.
 */
package io.postrider.jmh;
