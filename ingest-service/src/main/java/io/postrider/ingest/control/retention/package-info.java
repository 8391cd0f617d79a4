/**
 * Makes the partitions of the coming weeks.
 *
 * <p>Enters: the time. Leaves: partitions from last week to four weeks ahead, made by one ingest-service of all. On failure: tried again
 * a minute later; without a partition for its week no message can be accepted, so a meter and an alert watch it.
 */
package io.postrider.ingest.control.retention;
