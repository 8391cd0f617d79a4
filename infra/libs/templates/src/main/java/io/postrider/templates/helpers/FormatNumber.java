package io.postrider.templates.helpers;

import io.postrider.templates.format.Locales;
import io.postrider.templates.format.Numbers;
import io.postrider.templates.render.Expression;
import io.postrider.templates.render.VariableScope;
import java.util.List;

/** A number with the separators of a locale. Its arguments: the value, the decimals and the locale. */
final class FormatNumber implements Formatting.OfNumber {
    @Override
    public Object value(VariableScope scope, List<Expression> arguments) {
        Object value = arguments.get(0).value(scope);
        String text = Formatting.number(scope, value);
        String decimals = Formatting.text(scope, arguments.get(1));
        boolean given = decimals != null && decimals.matches("[0-9]{1,2}");
        String formatted = Numbers.format(
                text, given ? Integer.valueOf(decimals) : null, Locales.of(Formatting.text(scope, arguments.get(2))));
        return formatted == null ? value : formatted;
    }

    @Override
    public String fault(List<Expression> arguments) {
        Object decimals = Formatting.literal(arguments.get(1));
        boolean right = decimals instanceof Long number && number >= 0 && number <= Numbers.DECIMALS;
        if (decimals != null && !right) {
            return "has decimals that are not a number from 0 to %d".formatted(Numbers.DECIMALS);
        }
        return Formatting.faultOfLocale(arguments.get(2));
    }
}
