package io.postrider.ingest.feedback.reports;

import io.postrider.mail.AddressKey;
import io.postrider.tokens.ReturnPath;

/**
 * Which mails are accepted, and how they are processed.
 *
 * @param paths recognises the return paths of our deliveries
 * @param feedbackAddress for complaints, or null
 * @param messageSize maximum bytes of one mail, of which only the beginning is kept
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
