/** The health checks. Liveness depends on nothing outside; readiness on all that a batch needs. */
package io.postrider.sender.health;
