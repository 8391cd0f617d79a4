package io.postrider.ingest.report;

import java.util.Optional;

/** Tells what a mail reports. Pure; the type of its parts decides which reader is asked. */
final class ReportReader {
    private ReportReader() {}

    static Report read(byte[] bytes) {
        try {
            return read(Mail.read(bytes));
        } catch (UnreadableException e) {
            return new Report.Dropped(Report.Reason.UNREADABLE);
        }
    }

    private static Report read(Mail mail) throws UnreadableException {
        Optional<Mail.Part> feedback = mail.part("message/feedback-report");
        if (feedback.isPresent()) {
            return FeedbackReport.read(mail, feedback.get());
        }
        Optional<Mail.Part> status = mail.part("message/delivery-status", "message/global-delivery-status");
        if (status.isPresent()) {
            return DeliveryStatus.read(status.get(), mail.text());
        }
        if (mail.part("message/disposition-notification").isPresent()) {
            return new Report.Dropped(Report.Reason.READ);
        }
        return PlainBounce.read(mail);
    }
}
