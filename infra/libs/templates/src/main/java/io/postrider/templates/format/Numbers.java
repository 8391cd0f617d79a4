package io.postrider.templates.format;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers and amounts of money. */
public final class Numbers {
    /** Maximum digits after the decimal point. */
    public static final int DECIMALS = 20;

    /** Characters of a number; a longer one is shown as it is. */
    public static final int LONGEST = 400;

    /** Characters of the result for each of the number: separators, and digits that are pairs of surrogates. */
    public static final int CHARACTERS = 4;

    /** Characters that the result has more: signs, the currency and decimals. */
    public static final int MORE = 128;

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");

    private static final Map<String, Currency> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .collect(Collectors.toUnmodifiableMap(Currency::getCurrencyCode, Function.identity()));

    private Numbers() {}

    /** Whole numbers of up to 64 bits as they are, others as a text: plain decimals, since 1.0E7 is not readable as a price. */
    public static Object shown(Number number) {
        if (number instanceof Integer || number instanceof Long) {
            return number;
        }
        if (number instanceof Double || number instanceof Float) {
            return fraction(number.doubleValue());
        }
        return number instanceof BigDecimal decimal && Math.abs(decimal.scale()) < 100
                ? decimal.toPlainString()
                : number.toString();
    }

    private static String fraction(double value) {
        String shown = Double.toString(value);
        if (!Double.isFinite(value)) {
            return shown;
        }
        if (value == 0 || shown.indexOf('E') >= 0) {
            return new BigDecimal(shown).stripTrailingZeros().toPlainString();
        }
        int end = shown.length();
        while (shown.charAt(end - 1) == '0') {
            end--;
        }
        return shown.substring(0, shown.charAt(end - 1) == '.' ? end - 1 : end);
    }

    /** Whether it is a code of ISO 4217. */
    public static boolean currency(String code) {
        return CURRENCIES.containsKey(code);
    }

    /**
     * A number with the separators of a locale, such as 1.234,5.
     *
     * @param text in digits with a decimal point
     * @param decimals digits after the point, from 0 to {@value #DECIMALS}; null for those that the number has
     * @return null if it is no number
     */
    public static String format(String text, Integer decimals, Locale locale) {
        if (!isNumber(text)) {
            return null;
        }
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        int digits = decimals == null ? 0 : Math.max(0, Math.min(DECIMALS, decimals));
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(decimals == null ? DECIMALS : digits);
        return format(format, text);
    }

    /**
     * An amount of money, such as 19,50 €, with the decimals of its currency.
     *
     * @param code of ISO 4217; with an unknown one the number is shown alone
     * @return null if it is no number
     */
    public static String money(String text, String code, Locale locale) {
        Currency currency = CURRENCIES.get(code);
        if (currency == null) {
            return format(text, null, locale);
        }
        if (!isNumber(text)) {
            return null;
        }
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(currency);
        int digits = Math.max(0, currency.getDefaultFractionDigits());
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format(format, text);
    }

    private static boolean isNumber(String text) {
        return text.length() <= LONGEST && NUMBER.matcher(text).matches();
    }

    private static String format(NumberFormat format, String text) {
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(new BigDecimal(text));
    }
}
