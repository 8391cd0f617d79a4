package io.postrider.local.capture;

import io.postrider.neighbours.smtp.ReceivedMail;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The trace fields of a final mail server (RFC 5321, 4.4), which records the envelope at the top of the message. */
final class Trace {
    private Trace() {}

    /** The mail, preceded by its trace fields. */
    static byte[] before(ReceivedMail mail) {
        StringBuilder trace = new StringBuilder();
        trace.append("Return-Path: <").append(mail.envelopeFrom()).append(">\r\n");
        mail.recipients()
                .forEach(recipient ->
                        trace.append("Delivered-To: ").append(recipient).append("\r\n"));
        trace.append("Received: by capture.postrider.invalid with SMTP; ")
                .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(mail.at().atOffset(ZoneOffset.UTC)))
                .append("\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream(mail.content().length + trace.length());
        all.writeBytes(trace.toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(mail.content());
        return all.toByteArray();
    }
}
