package io.postrider.templates.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2020-01-01T23:00:00.000Z | MMMM DD, YYYY h:mm:ss A | | en | January 01, 2020 11:00:00 PM",
                "2020-01-01T23:00:00.000Z | MMMM DD, YYYY h:mm:ss A | -0800 | en | January 01, 2020 3:00:00 PM",
                "2020-01-01T23:00:00Z | D. MMMM YYYY, HH:mm | Europe/Vienna | de | 2. Januar 2020, 00:00",
                "2020-01-01T23:00:00+02:00 | HH:mm Z ZZ | | en | 23:00 +02:00 +0200",
                "2020-01-01 23:00 | HH:mm | +01:00 | en | 00:00",
                "2026-11-30 | dddd, D MMMM YYYY | America/New_York | fr | lundi, 30 novembre 2026",
                "2026-11-30 | ddd DD/MM/YY | | en-GB | Mon 30/11/26",
                "2026-11-30 | [on] D.M.YYYY[T]T | | en | on 30.11.2026TT",
                "2026-11-30 | YYYY年M月D日 | | ja | 2026年11月30日",
                "2026-11-30 | [[D] []M [-] YYYY-MMMMM | | en | [D 11 - 2026-November11",
                "1577919600 | YYYY-MM-DD HH:mm | | en | 2020-01-01 23:00",
                "1577919600123 | YYYY-MM-DD HH:mm | -0800 | en | 2020-01-01 15:00",
                "2026-11-30 | long | | de | 30. November 2026",
                "2026-11-30T08:05:09Z | hh h H m s mm ss | nowhere | en | 08 8 8 5 9 05 09"
            })
    void datesFollowThePattern(String text, String pattern, String zone, String locale, String formatted) {
        assertNull(Dates.fault(pattern));
        assertEquals(formatted, Dates.format(text, pattern, zone, Locales.of(locale)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "2026-02-30",
                "2026-13-01",
                "2026-11-30T25:00Z",
                "30.11.2026",
                "2026-11-30T10:00:00+99:00x",
                "20261130",
                "2026-11-30T10",
                "+2026-11-30"
            })
    void whatIsNoDateIsNone(String text) {
        assertNull(Dates.format(text, "YYYY", null, Locale.ENGLISH));
    }

    @Test
    void patternsThatWouldBeMisreadHaveAFault() {
        assertNotNull(Dates.fault("yyyy-MM-dd"));
        assertNotNull(Dates.fault("Do MMMM"));
        assertNotNull(Dates.fault("D".repeat(65)));
        assertNull(Dates.format("2026-11-30", "D".repeat(65), null, Locale.ENGLISH));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1234567.5 | | en | 1,234,567.5",
                "1234567.5 | 2 | de | 1.234.567,50",
                "-3 | | en | -3",
                "2.345 | 2 | en | 2.35",
                "0.000012 | | en | 0.000012",
                "12 | 0 | xx-YY | 12"
            })
    void numbersFollowTheLocale(String text, Integer decimals, String locale, String formatted) {
        assertEquals(formatted, Numbers.format(text, decimals, Locales.of(locale)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "19.5 | EUR | de | 19,50 €",
                "1234.5 | USD | en-US | $1,234.50",
                "1234.5 | JPY | en | ¥1,235",
                "7 | EUR | | €7.00",
                "7.25 | XXZ | en | 7.25"
            })
    void moneyHasTheDecimalsOfItsCurrency(String text, String code, String locale, String formatted) {
        assertEquals(formatted, Numbers.money(text, code, Locales.of(locale)).replace('\u00a0', ' '));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1e5", "1,5", "NaN", "0x10", "٣"})
    void whatIsNoNumberIsNone(String text) {
        assertNull(Numbers.format(text, null, Locale.ENGLISH));
        assertNull(Numbers.money(text, "EUR", Locale.ENGLISH));
    }

    @Test
    void localesAreThoseOfTheRuntimeAndNoOthers() {
        assertEquals(Locale.GERMAN, Locales.of("de"));
        assertEquals(Locale.forLanguageTag("de-AT"), Locales.of("de_at"));
        assertEquals(Locale.GERMAN, Locales.of("de-x-mine"));
        assertEquals(Locale.ENGLISH, Locales.of("xx"));
        assertEquals(Locale.ENGLISH, Locales.of("e".repeat(100)));
        assertEquals(Locale.ENGLISH, Locales.of(null));
    }

    /** The sizes that templates are bounded by hold for each language that the runtime knows. */
    @Tag("slow")
    @Test
    void noLanguageIsLongerThanTheBounds() {
        String number = "9".repeat(Numbers.LONGEST / 2);
        for (Locale locale : Locale.getAvailableLocales()) {
            for (String pattern :
                    new String[] {"MMMM", "MMM", "dddd", "ddd", "A", "a", "short", "medium", "long", "full"}) {
                for (String date : new String[] {"2026-01-30T10:00Z", "2026-09-30T20:00Z", "2026-12-27T00:00Z"}) {
                    String formatted = Dates.format(date, pattern, null, locale);
                    assertTrue(
                            formatted.length() <= pattern.length() * Dates.CHARACTERS,
                            () -> locale + " " + pattern + ": " + formatted);
                }
            }
            assertBounded("-" + number + ".5", locale);
            assertBounded("-1", locale);
        }
    }

    private static void assertBounded(String number, Locale locale) {
        int most = number.length() * Numbers.CHARACTERS + Numbers.MORE;
        assertTrue(Numbers.format(number, Numbers.DECIMALS, locale).length() <= most, locale::toString);
        assertTrue(Numbers.money(number, "EUR", locale).length() <= most, locale::toString);
        assertTrue(Numbers.money(number, "CHF", locale).length() <= most, locale::toString);
    }
}
