package io.postrider.ingest.feedback.reports.read;

import java.util.List;
import java.util.Optional;

/** Determines what a mail reports. Pure; the type of its parts selects the reader. */
public final class ReportReader {
    private ReportReader() {}

    public static Report read(byte[] bytes) {
        try {
            return read(ParsedMail.read(bytes));
        } catch (UnreadableMailException e) {
            return new Report.Dropped(Report.Reason.UNREADABLE);
        }
    }

    private static Report read(ParsedMail mail) throws UnreadableMailException {
        Optional<ParsedMail.Part> feedback = mail.part("message/feedback-report");
        if (feedback.isPresent()) {
            return FeedbackReport.read(mail, feedback.get());
        }
        List<ParsedMail.Part> statuses = mail.parts("message/delivery-status", "message/global-delivery-status");
        if (!statuses.isEmpty()) {
            return DeliveryStatus.read(statuses, mail.textBefore(statuses.get(0)));
        }
        if (mail.part("message/disposition-notification").isPresent()) {
            return new Report.Dropped(Report.Reason.READ);
        }
        Optional<Report> complaint = FeedbackReport.ofOriginal(mail);
        return complaint.isPresent() ? complaint.get() : PlainBounce.read(mail);
    }
}
