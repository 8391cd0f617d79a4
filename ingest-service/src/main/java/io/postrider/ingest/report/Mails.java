package io.postrider.ingest.report;

import io.postrider.ingest.Meters;
import io.postrider.mail.AddressKey;
import io.postrider.tokens.ReturnPath;

/**
 * Which mails are taken, and what is done with them.
 *
 * @param paths recognises the return paths of our deliveries
 * @param feedbackAddress for complaints, or null
 * @param messageSize bytes of one mail, of which the beginning is kept
 */
record Mails(
        ReturnPath paths,
        String feedbackAddress,
        int messageSize,
        Recording recording,
        Postmaster postmaster,
        Meters meters) {

    boolean isFeedbackAddress(String recipient) {
        return feedbackAddress != null && AddressKey.of(feedbackAddress).equals(AddressKey.of(recipient));
    }
}
