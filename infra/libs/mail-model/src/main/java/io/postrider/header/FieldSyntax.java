package io.postrider.header;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The syntax of a header field's value (RFC 5322, 2.2). */
public enum FieldSyntax {
    /** Unstructured text: non-ASCII is written as encoded words (RFC 2047, 5). All unknown fields are of this kind. */
    TEXT,
    /** URIs in angle brackets (RFC 2369, 2; RFC 5064, 2). */
    URIS,
    /** Message ids in angle brackets (RFC 5322, 3.6.4). */
    MESSAGE_IDS,
    /** A name, which may be encoded words, and an id in angle brackets (RFC 2919, 3). */
    LIST_ID,
    /** Tokens for programs, or addresses: ASCII only. */
    ASCII;

    private static final Set<String> URI_FIELDS = Set.of(
            "list-unsubscribe",
            "list-subscribe",
            "list-help",
            "list-post",
            "list-owner",
            "list-archive",
            "archived-at");

    private static final Set<String> MESSAGE_ID_FIELDS = Set.of("in-reply-to", "references", "supersedes", "obsoletes");

    private static final Set<String> ASCII_FIELDS = Set.of(
            "accept-language",
            "author",
            "auto-submitted",
            "autocrypt",
            "bimi-selector",
            "encrypted",
            "expires",
            "expiry-date",
            "face",
            "feedback-id",
            "importance",
            "jabber-id",
            "keywords",
            "language",
            "mail-followup-to",
            "mail-reply-to",
            "message-type",
            "openpgp",
            "precedence",
            "priority",
            "reply-by",
            "sensitivity",
            "solicitation",
            "thread-index",
            "x-auto-response-suppress",
            "x-csa-complaints",
            "x-entity-ref-id",
            "x-face",
            "x-feedback-id",
            "x-msmail-priority",
            "x-msys-api",
            "x-priority",
            "x-smtpapi");

    /**
     * Fields of mailing lists, and fields that relays interpret: SES, SendGrid, Mandrill, Mailgun, Postmark, Mailjet,
     * Brevo, Mailtrap.
     */
    private static final List<String> ASCII_PREFIXES = List.of(
            "list-", "x-ses-", "x-sg-", "x-mc-", "x-mailgun-", "x-pm-", "x-mj-", "x-mailin-", "x-sib-", "x-mt-");

    /** @param name in any case */
    public static FieldSyntax of(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (URI_FIELDS.contains(lowerCase)) {
            return URIS;
        }
        if (MESSAGE_ID_FIELDS.contains(lowerCase)) {
            return MESSAGE_IDS;
        }
        if (lowerCase.equals("list-id")) {
            return LIST_ID;
        }
        return ASCII_FIELDS.contains(lowerCase) || ASCII_PREFIXES.stream().anyMatch(lowerCase::startsWith)
                ? ASCII
                : TEXT;
    }
}
