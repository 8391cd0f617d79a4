/**
 * Bounds the number of mails in progress: the limits of the batch's route, shared by all senders; a window for each
 * batch; and no new mail while too many outcomes wait to be saved. Only the recipients of received batches wait in
 * memory, for a few seconds at most; those that must wait longer leave the sender.
 */
package io.postrider.sender.pace;
