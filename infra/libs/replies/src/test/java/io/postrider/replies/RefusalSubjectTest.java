package io.postrider.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The subjects of smart hosts' replies. */
class RefusalSubjectTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "554 | 5.7.1   | RCPT | <user@example.com>: Relay access denied",
                "550 | 5.7.1   | RCPT | <user@example.com>... Relaying denied. Proper authentication required.",
                "553 | 5.7.1   | RCPT | sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
                "550 | 5.7.54  | RCPT | Unable to relay recipient in non-accepted domain",
                "550 |         | RCPT | relay not permitted, authentication required",
                "550 |         | RCPT | Please turn on SMTP Authentication in your mail client",
                "550 |         | RCPT | I cannot deliver mail for <user@example.com>",
                "530 | 5.7.0   | MAIL | Authentication required",
                "550 |         | MAIL | Unauthenticated senders not allowed",
                "535 | 5.7.8   | AUTH | Authentication credentials invalid",
                "550 | 5.7.1   | RCPT | Account suspended: sending quota exceeded",
                "550 | 5.7.1   | RCPT | Account suspended",
                "554 |         | MAIL | Account is disabled",
                "554 |         | BODY | Message rejected: Sending paused for this account.",
                "550 | 5.7.0   | BODY | Email relay denied. The sending email account has been temporarily suspended due to abuse.",
                "550 | 5.4.5   | RCPT | Daily user sending limit exceeded.",
                "550 | 5.4.5   | RCPT | Daily SMTP relay sending limit exceeded for this customer.",
                "554 |         | RCPT | You've reached your daily relay quota - 192.0.2.1",
                "552 |         | BODY | User sender@shop.example has exceeded an hourly sending limit.",
                "552 | 5.2.2   | MAIL | Quota exceeded",
                "554 | 5.7.1   | RCPT | <client.example[203.0.113.7]>: Client host rejected: Access denied",
                "554 | 5.7.1   | RCPT | Service unavailable; Client host [203.0.113.7] blocked using zen.spamhaus.org",
                "550 | 5.7.1   | RCPT | cannot find your reverse hostname, [203.0.113.7]",
                "554 | 5.7.1   | EHLO | no such user"
            })
    void whoHandsOver(int code, String enhancedCode, DialogueStage stage, String text) {
        Bounce bounce = Classification.of(code, enhancedCode, text, stage);
        assertEquals(RefusalSubject.CLIENT, bounce.about(), bounce::toString);
        assertFalse(bounce.hard() && stage != DialogueStage.RCPT, bounce::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "553 |         | MAIL | Mail from must equal authorized user",
                "550 | 5.7.60  | BODY | Client does not have permissions to send as this sender",
                "553 | 5.7.1   | RCPT | <sender@shop.example>: Sender address rejected: not owned by user login@shop.example",
                "550 |         | MAIL | The from address does not match a verified Sender Identity.",
                "550 | 5.7.1   | MAIL | Unconfigured Sending Domain <shop.example>",
                "554 |         | BODY | Message rejected: Email address is not verified. The following identities failed the check",
                "553 |         | MAIL | Relaying disallowed as sender@shop.example",
                "553 |         | MAIL | From address not verified",
                "550 |         | BODY | From header sender domain not verified (shop.example)",
                "550 | 5.1.8   | RCPT | Access denied, bad outbound sender",
                "550 | 5.1.7   | MAIL | No such domain",
                "553 | 5.1.0   | MAIL | <news@shop.example>: Unknown user",
                "450 | 4.1.8   | RCPT | <news@shop.example>: Sender address rejected: Domain not found",
                "550 | 5.7.26  | BODY | Unauthenticated email from shop.example is not accepted due to domain's DMARC policy",
                "550 | 5.7.23  | RCPT | SPF validation failed",
                "550 | 5.2.0   | BODY | <news@shop.example> From: Domain is invalid. Please provide a valid From: IB506",
                "550 |         | BODY | Domain shop.example has exceeded the max emails per hour (100/100) allowed. Message discarded.",
                "550 | 5.7.1   | MAIL | Rejected",
                "554 | 5.7.1   | BODY | sender domain shop.example is listed in dbl.spamhaus.org"
            })
    void theSender(int code, String enhancedCode, DialogueStage stage, String text) {
        Bounce bounce = Classification.of(code, enhancedCode, text, stage);
        assertEquals(RefusalSubject.SENDER, bounce.about(), bounce::toString);
        assertFalse(bounce.hard(), bounce::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 | 5.1.1   | RCPT | no such user",
                "550 | 5.2.1   | RCPT | The email account that you tried to reach is disabled",
                "550 | 5.2.1   | BODY | account suspended",
                "550 |         | RCPT | account suspended",
                "552 | 5.2.2   | RCPT | mailbox over quota",
                "550 | 5.2.1   | RCPT | The user you are trying to contact is receiving mail at a rate that prevents additional messages",
                "554 | 5.7.1   | BODY | Message rejected under suspicion of SPAM",
                "550 | 5.7.1   | RCPT | Denied by policy",
                "552 | 5.3.4   | MAIL | Message size exceeds fixed limit",
                "552 | 5.3.4   | BODY | message too large",
                "556 | 5.1.10  | RCPT | null MX",
                "554 |         | BODY | Transaction failed"
            })
    void theMail(int code, String enhancedCode, DialogueStage stage, String text) {
        Bounce bounce = Classification.of(code, enhancedCode, text, stage);
        assertEquals(RefusalSubject.MAIL, bounce.about(), bounce::toString);
    }
}
