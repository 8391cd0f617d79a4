/**
 * What a mail costs in the hot steps, one by one, beside another way to do the same: rendering, MIME, DKIM, the batches' codec.
 * Started by {@code infra/jmh/run}.
 */
package io.postrider.jmh;
