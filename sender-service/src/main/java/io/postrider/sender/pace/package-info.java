/**
 * Bounds the number of mails in progress: the limits of the batch's route, shared by all senders; a window for each batch; and no
 * new mail while too many outcomes wait to be saved. Nothing waits in memory but the
 * recipients of the batches that were taken, for some seconds at most; who has to wait longer goes back to the broker.
 */
package io.postrider.sender.pace;
