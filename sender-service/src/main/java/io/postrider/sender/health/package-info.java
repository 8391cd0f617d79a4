/** What the probes ask. Liveness depends on nothing outside; readiness on all that a batch needs on its way. */
package io.postrider.sender.health;
