/**
 * What comes out: measures and ratios as values, the JSON file they are kept in, the table on the screen and in the README.
 *
 * <p>A file that cannot be read or written ends the bench with its name; figures already printed stand.
 */
package io.postrider.bench.report;
