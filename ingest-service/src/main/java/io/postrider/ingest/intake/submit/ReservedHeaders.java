package io.postrider.ingest.intake.submit;

import java.util.List;
import java.util.Set;

/**
 * The names of header fields that a client may not write. Some are written by Postrider. The others belong to mail
 * servers: they record what a server did or found, or make a server act (reply, file, sign, trust). If a client wrote
 * them, they would be false or make another party's server act.
 *
 * <p>All fields that inform the reader or the mail program are allowed: {@code Auto-Submitted}, {@code Precedence},
 * {@code List-*}, {@code Feedback-ID}, {@code BIMI-Selector}, {@code In-Reply-To}, {@code X-Mailer}; and those that
 * relays define for their customers, such as {@code X-SES-*}.
 */
final class ReservedHeaders {
    private static final String OURS = "is written by Postrider; leave it out";
    private static final String SERVERS = "is written or used by mail servers; leave it out";

    private static final Set<String> OUR_NAMES = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "sender",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "return-path",
            "received",
            "dkim-signature");

    private static final List<String> OUR_PREFIXES = List.of("content-", "x-postrider-");

    private static final Set<String> SERVERS_NAMES = Set.of(
            // Where the mail came from and where it goes (RFC 5321, 4.4; RFC 3798, 2.3; RFC 7489, A.5; what Postfix,
            // qmail, Exim and Sendmail write).
            "apparently-to",
            "delivered-to",
            "original-recipient",
            "old-return-path",
            "x-return-path",
            "x-original-return-path",
            "x-original-to",
            "x-original-recipient",
            "x-original-sender",
            "x-original-from",
            "x-delivered-to",
            "x-apparently-to",
            "x-apparently-from",
            "x-real-to",
            "x-rcpt-to",
            "x-mail-from",
            "x-rcpt-from",
            "x-forwarded-to",
            "x-forwarded-for",
            "x-failed-recipients",
            "x-received",
            "x-originating-ip",
            "x-original-authentication-results",
            "original-from",
            "original-sender",
            "original-subject",
            "original-message-id",
            "original-envelope-id",
            "delivery-date",
            "dl-expansion-history",
            // What a server is to do (RFC 8098, 2; RFC 8689, 5; RFC 6758; RFC 7293; RFC 2156).
            "errors-to",
            "return-receipt-to",
            "return-receipt-requested",
            "read-receipt-to",
            "x-return-receipt-to",
            "x-confirm-reading-to",
            "x-confirm-delivery-to",
            "x-reading-confirmation-to",
            "x-pmrqc",
            "registered-mail-reply-requested-by",
            "generate-delivery-report",
            "prevent-nondelivery-report",
            "tls-required",
            "require-recipient-valid-since",
            "mt-priority",
            "deferred-delivery",
            "alternate-recipient",
            // What a server has found (RFC 7208, 9.1; RFC 8601; BIMI).
            "received-spf",
            "bimi-location",
            "bimi-indicator",
            "x-bogosity",
            "x-authenticated-sender",
            "x-authenticated-user",
            "x-authentication-warning",
            // What a mailbox stores about a mail.
            "status",
            "x-status",
            "x-uid",
            "x-uidl",
            "x-keywords",
            "x-gmail-labels");

    private static final List<String> SERVERS_PREFIXES = List.of(
            "arc-",
            "resent-",
            "authentication-results",
            "x-authentication-results",
            "x-arc-",
            "dkim",
            "x-dkim",
            "domainkey",
            "x-domainkey",
            "x-google-dkim",
            "x-gm-",
            "x-received-spf",
            "envelope-",
            "x-envelope-",
            "disposition-notification-",
            "downgraded-",
            "x-imap",
            "x-mozilla-",
            "x-spam",
            "x-ham",
            "x-virus",
            "x-antivirus",
            "x-antispam",
            "x-amavis",
            "x-rspamd-",
            "x-quarantine",
            "x-ironport-",
            "x-proofpoint-",
            "x-barracuda-",
            "x-mimecast-",
            "x-ms-exchange-",
            "x-microsoft-antispam",
            "x-forefront-");

    private ReservedHeaders() {}

    /** @return what to change, or null if a client may write the field */
    static String fault(String lowerCase) {
        if (OUR_NAMES.contains(lowerCase) || begins(lowerCase, OUR_PREFIXES)) {
            return OURS;
        }
        return SERVERS_NAMES.contains(lowerCase) || begins(lowerCase, SERVERS_PREFIXES) ? SERVERS : null;
    }

    private static boolean begins(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
