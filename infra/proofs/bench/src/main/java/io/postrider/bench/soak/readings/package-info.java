/**
 * What is read during a soak, a source each, and the table that the readings make. A reading that fails is missing in its line.
 */
package io.postrider.bench.soak.readings;
