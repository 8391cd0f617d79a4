/**
 * What a mail costs in the hot steps, one by one, compared with an alternative: rendering, MIME, DKIM, the batches' codec.
 * Started by {@code infra/proofs/jmh/run}.
 */
package io.postrider.jmh;
