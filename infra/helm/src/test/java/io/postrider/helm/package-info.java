/**
 * Tests of the chart. Enters: the chart and sets of values, rendered by Helm as a library. Held: that Kubernetes takes each
 * manifest, that each service understands what it is told, and that every name the chart speaks of exists in the code.
 */
package io.postrider.helm;
