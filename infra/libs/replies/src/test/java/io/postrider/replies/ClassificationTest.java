package io.postrider.replies;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.fuzz.Growth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationTest {
    private static final double LEAST_ACCURACY = 0.97;

    private final List<String> wrong = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"corpus.tsv", "unseen.tsv"})
    void realRepliesAreUnderstood(String corpus) {
        double accuracy = accuracy(corpus);
        assertTrue(accuracy >= LEAST_ACCURACY, () -> "%.3f; wrong:%n%s".formatted(accuracy, String.join("\n", wrong)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"corpus.tsv", "unseen.tsv"})
    void noAddressIsSuppressedForAnythingButBeingBad(String corpus) {
        List<Corpus.Line> suppressed = Corpus.read(corpus).stream()
                .filter(line -> line.expected() != Category.BAD_MAILBOX && line.expected() != Category.BAD_DOMAIN)
                .filter(line -> line.bounce().hard())
                .toList();
        assertEquals(List.of(), suppressed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"corpus.tsv", "unseen.tsv"})
    void noDomainIsTakenForBadForAnythingElse(String corpus) {
        List<Corpus.Line> taken = Corpus.read(corpus).stream()
                .filter(line -> line.expected() != Category.BAD_DOMAIN)
                .filter(line -> line.bounce().badDomain())
                .toList();
        assertEquals(List.of(), taken);
    }

    @Test
    void aBadDomainDoesNotSuppressTheAddressAtOnce() {
        Bounce bounce = Classification.of(550, "5.1.2", "host unknown");
        assertTrue(bounce.badDomain());
        assertFalse(bounce.hard());
        assertFalse(Classification.of(450, "4.1.2", "host unknown").badDomain());
    }

    private double accuracy(String corpus) {
        Map<Category, int[]> counts = new EnumMap<>(Category.class);
        int right = 0;
        List<Corpus.Line> lines = Corpus.read(corpus);
        for (Corpus.Line line : lines) {
            Category found = line.bounce().category();
            int[] count = counts.computeIfAbsent(line.expected(), category -> new int[2]);
            count[0]++;
            if (found == line.expected()) {
                count[1]++;
                right++;
            } else {
                wrong.add("%s, not %s: %d %s %s"
                        .formatted(
                                found.word(), line.expected().word(), line.code(), line.enhancedCode(), line.text()));
            }
        }
        print(corpus, counts, right, lines.size());
        return (double) right / lines.size();
    }

    private static void print(String corpus, Map<Category, int[]> counts, int right, int all) {
        System.out.printf("%s%n", corpus);
        counts.forEach((category, count) -> System.out.printf(
                "  %-14s %3d of %3d  %5.1f %%%n", category.word(), count[1], count[0], 100.0 * count[1] / count[0]));
        System.out.printf("  %-14s %3d of %3d  %5.1f %%%n", "all", right, all, 100.0 * right / all);
    }

    @Test
    void onlyTheCodeMakesARefusalPermanent() {
        String text = "User unknown";
        assertEquals(new Bounce(Category.BAD_MAILBOX, true), Classification.of(550, "5.1.1", text));
        assertEquals(new Bounce(Category.BAD_MAILBOX, false), Classification.of(450, "4.1.1", text));
        assertEquals(new Bounce(Category.BAD_MAILBOX, false), Classification.of(450, "5.1.1", text));
        assertEquals(new Bounce(Category.BAD_MAILBOX, true), Classification.of(0, "5.1.1", null));
        assertEquals(new Bounce(Category.BAD_MAILBOX, false), Classification.of(0, null, text));
        assertEquals(new Bounce(Category.OTHER, false), Classification.of(0, null, null));
        assertEquals(new Bounce(Category.OTHER, true), Classification.of(550, "gibberish", ""));
    }

    @Test
    void enhancedCodeInTheTextCountsWhereTheServerHasNoneOfItsOwn() {
        assertEquals(
                Category.BAD_MAILBOX,
                Classification.of(550, null, "sorry (#5.1.1)").category());
        assertEquals(
                Category.SIZE, Classification.of(550, "5.3.4", "sorry (#5.1.1)").category());
        assertEquals(
                Category.OTHER,
                Classification.of(550, null, "host 5.1.1.9 says no").category());
    }

    @Test
    void addressesAndLinksDecideNothing() {
        assertTrue(Classification.of(550, "5.1.1", "<spam@greylist.example>: no such user, see http://x.example/quota")
                .hard());
    }

    @Test
    void textThatIsCutIntoLinesWithRepeatedCodesReadsAsOne() {
        assertEquals(
                Category.THROTTLING,
                Classification.of(421, null, "4.7.28 an unusual rate of 4.7.28 unsolicited mail")
                        .category());
    }

    @Test
    void greylistingAsksForASecondTryNotForLess() {
        assertFalse(Classification.of(451, "4.7.1", "Greylisting in action, please come back later")
                .slowDown());
        assertTrue(Classification.of(421, "4.7.0", "Too many connections").slowDown());
        assertTrue(Classification.of(421, null, "Your IP has a poor reputation").slowDown());
        assertFalse(
                Classification.of(554, null, "Your IP has a poor reputation").slowDown());
    }

    @Test
    void mailboxThatReceivesTooMuchDoesNotSlowItsSite() {
        for (Bounce busy : List.of(
                Classification.of(450, "4.2.1", "The user you are trying to contact is receiving mail too quickly."),
                Classification.of(554, "5.2.122", null),
                Classification.of(432, "4.3.2", "STOREDRV.Deliver; recipient thread limit exceeded"))) {
            assertEquals(Category.THROTTLING, busy.category());
            assertFalse(busy.slowDown());
        }
        assertTrue(Classification.of(450, "4.2.1", "Peak SMTP relay limit exceeded for this customer")
                .slowDown());
    }

    @Test
    void formsOfWordsAreReadAlike() {
        for (String text : List.of(
                "The recipient doesn't exist",
                "recipients do not exist",
                "Recipient did not exist here",
                "nobody by that name: recipient not existing")) {
            assertTrue(Classification.of(550, null, text).hard(), text);
        }
    }

    @Test
    void whatIsRefusedBeforeTheRecipientIsNamedSuppressesNothing() {
        String text = "553 5.1.1 user unknown (in reply to %s command)";
        for (String command : List.of("MAIL FROM", "EHLO", "HELO", "AUTH", "STARTTLS")) {
            assertFalse(Classification.of(553, null, text.formatted(command)).hard(), command);
        }
        for (String command : List.of("RCPT TO", "DATA", "end of DATA")) {
            assertTrue(Classification.of(553, null, text.formatted(command)).hard(), command);
        }
        for (String before : List.of(
                "SMTP error from remote mail server after MAIL FROM:<news@shop.example>: 550 5.1.7 No such domain",
                "while sending MAIL FROM: 550 5.1.1 User unknown",
                "response to MAIL FROM: 550 5.1.1 unknown user")) {
            assertFalse(Classification.of(550, "5.0.0", before).hard(), before);
        }
    }

    @Test
    void beforeRcptNoReplyIsAboutTheRecipient() {
        for (String[] refused : new String[][] {
            {"5.1.8", "mybox.dslhost.example does not exist"},
            {null, "mailbox unavailable"},
            {"5.1.0", "Address rejected"},
            {"5.1.7", "Invalid address"},
            {"5.1.1", "User unknown"},
            {"5.1.2", "Host unknown"},
            {"5.1.0", "<news@shop.example>: Unknown user"},
            {"5.2.2", "mailbox full"},
            {null, "Verification failed Unrouteable address Sender verify failed"}
        }) {
            for (DialogueStage stage : DialogueStage.values()) {
                if (stage.beforeRecipient()) {
                    Bounce bounce = Classification.of(550, refused[0], refused[1], stage);
                    assertFalse(bounce.hard(), refused[1] + " at " + stage);
                    assertFalse(
                            List.of(Category.BAD_MAILBOX, Category.BAD_DOMAIN, Category.FULL_MAILBOX)
                                    .contains(bounce.category()),
                            bounce::toString);
                }
            }
        }
        assertEquals(
                Category.AUTH,
                Classification.of(550, null, "No such domain", DialogueStage.MAIL)
                        .category());
        assertEquals(
                Category.RELAY_CONFIG,
                Classification.of(550, "5.1.1", "User unknown", DialogueStage.AUTH)
                        .category());
    }

    @Test
    void refusalOfRcptThatMayBeAboutTheSenderSuppressesNothing() {
        for (String text : List.of(
                "host.example.net does not exist",
                "Unknown domain",
                "No such domain",
                "Sender address rejected: User unknown",
                "verification of the sender failed: mailbox unknown",
                "Client host rejected: user unknown")) {
            assertFalse(Classification.of(550, null, text, DialogueStage.RCPT).hard(), text);
        }
        assertFalse(Classification.of(550, null, "Unknown domain", DialogueStage.RCPT)
                .badDomain());
        assertTrue(Classification.of(550, "5.1.2", "Unknown domain", DialogueStage.RCPT)
                .badDomain());
        assertTrue(
                Classification.of(550, null, "User unknown", DialogueStage.RCPT).hard());
    }

    @Test
    void afterDataOnlyWhatIsSaidOfTheRecipientSuppresses() {
        for (String text : List.of(
                "From: Domain is invalid. Please provide a valid From: IB506",
                "invalid address in header",
                "User unknown in header To",
                "Domain not found")) {
            assertFalse(
                    Classification.of(550, "5.2.0", text, DialogueStage.BODY).hard(), text);
        }
        assertTrue(
                Classification.of(554, null, "delivery error: dd This user doesn't have an account", DialogueStage.BODY)
                        .hard());
    }

    @Test
    void innermostReplyWithAnEnhancedCodeCounts() {
        String quoted = "permanent failure for one or more recipients (user@example.com:550 5.1.1 no such person)";
        assertTrue(Classification.of(550, "5.0.0", quoted).hard());
        assertTrue(Classification.of(554, "5.3.0", "host mx.example.net said: 550-5.1.1 not here")
                .hard());
        Bounce expired =
                Classification.of(550, "5.1.1", "undeliverable address: host said: 450 4.2.1 mailbox disabled");
        assertTrue(expired.permanent());
        assertFalse(expired.hard());
        assertFalse(Classification.of(550, "5.1.7", "sorry: host said: 550 5.1.1 user unknown")
                .hard());
    }

    @Test
    void enhancedCodeWithoutMeaningAndOneThatDisagreesAreNotBelieved() {
        assertTrue(Classification.of(550, "5.0.0", "#5.1.1 sorry").hard());
        assertEquals(Category.OTHER, Classification.of(550, "5.0.0", "sorry").category());
        assertTrue(Classification.of(550, "4.1.1", "sorry").hard());
        assertFalse(Classification.of(450, "5.1.1", "sorry").hard());
    }

    @Test
    void dotsAreNoIpAddress() {
        assertEquals(
                Category.BAD_MAILBOX,
                Classification.of(553, "5.3.0", "<recipient@example.net>... Address does not exist")
                        .category());
    }

    @Test
    void whatIsNotSaidOfTheRecipientSuppressesNothing() {
        for (String text : List.of(
                "Your mail server address is not recognized",
                "Sender's mailbox address is not valid",
                "Message to recipient not delivered: unknown error",
                "Client address not registered",
                "Access denied: IP address not registered",
                "The domain of the sender is invalid",
                "Unknown error at recipient server",
                "Account of the sender suspended",
                "The address list contains bad words",
                "Reply-To address does not exist",
                "Return path user unknown",
                "Bad message: header address invalid",
                "Recipient not available at this time, try again",
                "User inbox not available due to maintenance",
                "recipient does not accept mail from unknown senders",
                "host not found for your IP address",
                "URL domain not found",
                "Address family not supported",
                "Message contains address of a bad domain",
                "Mailbox is temporarily closed")) {
            assertFalse(Classification.of(550, null, text).hard(), text);
        }
    }

    @Test
    void mailboxUnavailableSuppressesUnlessMoreIsSaid() {
        String bare = "Requested action not taken: mailbox unavailable";
        assertTrue(Classification.of(550, null, bare).hard());
        for (String more : List.of(
                "Reject due to policy restrictions",
                "IP address is block listed",
                "Sender address is not allowed",
                "try again later",
                "Message looks like spam")) {
            assertFalse(Classification.of(550, null, bare + ". " + more).hard(), more);
        }
        assertFalse(Classification.of(450, null, bare).hard());
    }

    @Test
    void wordsAndNumbersOfCategoriesAreTheirOwn() {
        for (Category category : Category.values()) {
            assertEquals(Optional.of(category), Category.of(category.word()));
            assertEquals(Optional.of(category), Category.of(category.code()));
        }
        assertAll(
                () -> assertEquals(Optional.empty(), Category.of(0)),
                () -> assertEquals(Optional.empty(), Category.of(14)),
                () -> assertEquals(Optional.empty(), Category.of("Bad_Mailbox")));
        assertEquals(
                Category.values().length,
                Arrays.stream(Category.values())
                        .mapToInt(Category::code)
                        .distinct()
                        .count());
    }

    @Test
    void whateverAddressIsBlockedIsReadAsOne() {
        for (String ip : List.of("203.0.113.7", "[203.0.113.7]", "2001:db8::25", "<2001:DB8::25>")) {
            assertEquals(
                    Category.REPUTATION,
                    Classification.of(554, null, ip + " is blocked").category());
        }
        assertEquals(
                Category.POLICY,
                Classification.of(550, null, "permanent failure for one or more recipients (user@example.com:blocked)")
                        .category());
    }

    @Test
    void anAddressThatIsDownForATimeIsNotSuppressed() {
        for (String text : List.of(
                "User temporarily disabled", "Mailbox unavailable, try again later", "domain is currently suspended")) {
            assertFalse(Classification.of(550, "5.1.1", text).hard(), text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailbox ",
                "user user account recipient address ",
                "a",
                "@",
                "5.1.1 ",
                "http://",
                "<>[]()\"'",
                "\ud83d\udce7\u00df\u0130"
            })
    void textMadeToMatchAlmostEverythingTakesNoLongerThanItsLength(String repeated) {
        Growth.assertLinear(
                "a reply of '%s'".formatted(repeated),
                100_000,
                length -> repeated.repeat(length / repeated.length()),
                text -> Classification.of(550, null, text));
    }
}
