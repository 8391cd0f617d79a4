package io.postrider.templates.helpers;

import io.postrider.templates.format.Locales;
import io.postrider.templates.format.Numbers;
import io.postrider.templates.render.Expression;
import io.postrider.templates.render.Expression.Literal;
import io.postrider.templates.render.VariableScope;
import java.util.List;

/** An amount of money. Its arguments: the value, the currency's code and the locale. */
final class FormatCurrency implements Formatting.OfNumber {
    @Override
    public Object value(VariableScope scope, List<Expression> arguments) {
        Object value = arguments.get(0).value(scope);
        String text = Formatting.number(scope, value);
        String code = VariableScope.text(arguments.get(1).value(scope));
        String formatted = Numbers.money(text, code, Locales.of(Formatting.text(scope, arguments.get(2))));
        return formatted == null ? value : formatted;
    }

    @Override
    public String fault(List<Expression> arguments) {
        if (arguments.get(1) instanceof Literal literal && !Numbers.currency(VariableScope.text(literal.shown()))) {
            return "has an unknown currency; write its code, such as EUR (ISO 4217)";
        }
        return Formatting.faultOfLocale(arguments.get(2));
    }
}
