/**
 * The chart as a cluster takes it: objects against the schemas of Kubernetes, what Helm asks an API server before it upgrades, and what
 * clusters and clouds differ in.
 */
package io.postrider.helm.kubernetes;
