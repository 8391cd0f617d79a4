package io.postrider.ingest.feedback.reports;

import io.postrider.mail.AddressKey;
import io.postrider.tokens.ReturnPath;

/**
 * Which mails are taken, and what is done with them.
 *
 * @param paths recognises the return paths of our deliveries
 * @param feedbackAddress for complaints, or null
 * @param messageSize bytes of one mail, of which the beginning is kept
 */
public record MailPolicy(
        ReturnPath paths,
        String feedbackAddress,
        int messageSize,
        ReportRecorder recording,
        Postmaster postmaster,
        ReportMeters meters) {

    public boolean isFeedbackAddress(String recipient) {
        return feedbackAddress != null && AddressKey.of(feedbackAddress).equals(AddressKey.of(recipient));
    }
}
