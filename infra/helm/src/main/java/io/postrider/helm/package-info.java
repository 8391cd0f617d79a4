/**
 * The chart as Helm renders it. Input: the chart and a set of values. Output: its objects, read by path. On failure: an exception with what
 * Helm says. For the tests of the chart, and for those that start a service with what the chart renders.
 */
package io.postrider.helm;
