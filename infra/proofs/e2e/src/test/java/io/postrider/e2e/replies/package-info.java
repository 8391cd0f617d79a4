/**
 * What mail servers answer or fail to answer, one scenario each: the outcome, the next attempt and the suppression that follow.
 */
package io.postrider.e2e.replies;
