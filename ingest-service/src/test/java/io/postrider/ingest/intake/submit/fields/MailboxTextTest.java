package io.postrider.ingest.intake.submit.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ann@mail.example                         |               | ann@mail.example",
                "` ann@mail.example `                     |               | ann@mail.example",
                "<ann@mail.example>                       |               | ann@mail.example",
                "Ann <ann@mail.example>                   | Ann           | ann@mail.example",
                "Ann<ann@mail.example>                    | Ann           | ann@mail.example",
                "Ann O'Neil  <ann@MAIL.example>           | Ann O'Neil    | ann@mail.example",
                "\"Neil, Ann\" <ann@mail.example>         | Neil, Ann     | ann@mail.example",
                "\"Ann \\\"Q\\\" Neil\" <ann@mail.example> | Ann \"Q\" Neil | ann@mail.example",
                "J. R. Neil <ann@mail.example>            | J. R. Neil    | ann@mail.example",
                "Shop @ Home <ann@mail.example>           | Shop @ Home   | ann@mail.example",
                "ann@mail.example (Ann)                   | Ann           | ann@mail.example",
                "Jürgen <jürgen@straße.example>           | Jürgen        | jürgen@xn--strae-oqa.example",
                "=?UTF-8?Q?J=C3=BCrgen?= <j@mail.example> | Jürgen        | j@mail.example",
                "=?utf-8?b?SsO8?= =?utf-8?q?rgen?= <j@mail.example> | Jürgen | j@mail.example",
                "=?utf-8?q?_?= <ann@mail.example>         |               | ann@mail.example",
                "=?x-mine?q?J?= <ann@mail.example>        | =?x-mine?q?J?= | ann@mail.example",
                "(Ann (Q) Neil) ann@mail.example         | Ann (Q) Neil  | ann@mail.example",
                "\"a <x@y.example> (\" <ann@mail.example>  | a <x@y.example> ( | ann@mail.example",
                "Ann <ann@mail.example> (at home)         | Ann           | ann@mail.example",
                "ann+news@mail.example                    |               | ann+news@mail.example",
                "\"a b\"@mail.example                     |               | \"a b\"@mail.example",
                "\"a..b\"@docomo.ne.jp                    |               | \"a..b\"@docomo.ne.jp",
                "Ann <\".ab\"@docomo.ne.jp>               | Ann           | \".ab\"@docomo.ne.jp",
                "Ann <\"a@b, c;(d)\"@mail.example>        | Ann           | \"a@b, c;(d)\"@mail.example",
                "\"Lee, Ann\" <\"a\\\"b\"@mail.example>      | Lee, Ann      | \"a\\\"b\"@mail.example",
                "\"ann\"@mail.example                     |               | ann@mail.example",
            })
    void mailboxIsReadAsPeopleWriteIt(String given, String name, String email) {
        MailboxText read = MailboxText.of(given);
        assertNull(read.fault(), read::fault);
        assertEquals(email, read.email());
        assertEquals(name, read.name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Ann",
                "Ann <>",
                "Ann <ann>",
                "Ann <ann@mail.example",
                "Ann ann@mail.example>",
                "Ann <ann@mail.example> and others",
                "Ann <ann@mail.example> <bob@mail.example>",
                "Ann <ann@mail.example> bob@mail.example (Bob)",
                "<ann@mail.example>(Ann) bob@mail.example (Bob)",
                "ann@mail.example (Ann) bob@mail.example",
                "Ann <ann@mail.example>, Bob <bob@mail.example>",
                "Neil, Ann <ann@mail.example>",
                "ann@mail.example; bob@mail.example",
                "ann@mail.example bob@mail.example",
                "Team: ann@mail.example, bob@mail.example;",
                "Ann <@relay.example:ann@mail.example>",
                "Ann\r\nBcc: x@y.example <ann@mail.example>",
                "Ann\u0000 <ann@mail.example>",
                "=?UTF-8?Q?A=0D=0ABcc:_x@y.example?= <ann@mail.example>",
                "Ann \ud800 <ann@mail.example>",
                "\"a\" b@mail.example",
                "\"a\"b\"@mail.example",
                "\"a>b\"@mail.example",
                "Ann <\"a>b\"@mail.example>",
                "Ann <\"a\\\"@mail.example>",
                "\"a b\"@mail.example, \"c d\"@mail.example",
                "\"a\r\nRCPT TO:<x>\"@mail.example",
                "ann@[127.0.0.1]",
                "mailto:ann@mail.example",
            })
    void whatIsNotOneMailboxIsRefused(String given) {
        MailboxText read = MailboxText.of(given);
        assertNotNull(read.fault(), read::toString);
        assertNull(read.email());
    }

    /** A charset that Java does not know would take it half a millisecond for each of these 20,000 words. */
    @Test
    void wordsInCharsetsThatNobodyKnowsAreNotLookedUp() {
        String word = "=?x-mine?b?AA?=";
        String name = word.repeat(10);
        for (int i = 0; i < 2_000; i++) {
            assertEquals(name, MailboxText.of(name + " <ann@mail.example>").name());
        }
    }

    @Test
    void nameAndStringHaveTheirLengths() {
        assertEquals(
                250, MailboxText.of("a".repeat(250) + " <a@b.example>").name().length());
        assertEquals(
                "has a name of 251 characters; the maximum is 250",
                MailboxText.of("a".repeat(251) + " <a@b.example>").fault());
        assertEquals(
                "has 1,014 characters; the maximum is 1,000",
                MailboxText.of("a".repeat(1_000) + " <a@b.example>").fault());
    }
}
