/**
 * What comes back after a mail was accepted: bounces to its return path, in plain text and under TLS.
 */
package io.postrider.e2e.feedback;
