/**
 * From the readings of a soak to a verdict on each measure, and to a picture (SVG).
 */
package io.postrider.bench.soak.verdict;
