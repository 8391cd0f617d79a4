/**
 * The addresses and domains that must not be mailed, and the evidence against domains.
 *
 * <p>Input: addresses as their keys ({@link io.postrider.mail.AddressKey}). Output: suppressions with reason and origin. On
 * failure: the driver's exception.
 */
package io.postrider.store.suppressions;
