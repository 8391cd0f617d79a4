/**
 * The mail of a soak: who offers it, who reads meanwhile, which mail server takes it, and the audit that finds every accepted
 * recipient again.
 */
package io.postrider.bench.soak.load;
