/**
 * How mail leaves: by routes, direct MX, limits of a site, suspension, signatures and expiry.
 */
package io.postrider.e2e.sending;
