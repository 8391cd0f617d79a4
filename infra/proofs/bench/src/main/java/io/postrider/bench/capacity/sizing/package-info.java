/**
 * From the measured cost of a mail to CPUs, memory, disk and network for a number of mails a day, by formulas.
 */
package io.postrider.bench.capacity.sizing;
