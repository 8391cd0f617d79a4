package io.postrider.ingest.web.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.body.BodyProblems;
import java.util.List;
import java.util.regex.Pattern;

/** Refusals of bodies that are not JSON, or beyond the bounds of {@link JsonBody}. */
final class JsonProblems {
    private static final Pattern PARSERS_OWN = Pattern.compile(", from `[^`]*`| \\(start marker at .*");

    private JsonProblems() {}

    static Problem.Refusal empty() {
        return Problem.malformed("The body is empty. Send a JSON object.").refusal();
    }

    static Problem.Refusal notUtf8(int at) {
        return Problem.malformed("Byte %d (counted from 0) is not UTF-8. Send the body as UTF-8.".formatted(at))
                .refusal();
    }

    static Problem.Refusal more(JsonParser parser) {
        return malformed(
                parser.currentTokenLocation(),
                "There is more after the end of the JSON value (%s). Send one value.".formatted(parser.currentToken()));
    }

    /** @param at null if there is no place */
    static Problem.Refusal malformed(JsonLocation at, String message) {
        String place = at == null ? "" : "Line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
        return Problem.malformed(place + firstLine(message)).refusal();
    }

    /** Limits that a legitimate body can exceed state what to change. */
    static Problem.Refusal beyond(StreamConstraintsException e, JsonParser parser) {
        String message = firstLine(e.getOriginalMessage());
        if (message.startsWith("Token count")) {
            return BodyProblems.tooManyTokens(JsonBody.TOKENS).refusal();
        }
        if (message.startsWith("String value length")) {
            String place = parser.getParsingContext().pathAsPointer().toString();
            String detail = "has more than %,d characters".formatted(JsonBody.STRING_LENGTH);
            return Problem.invalid(List.of(new Problem.Fault(place, detail))).refusal();
        }
        return malformed(e.getLocation(), message);
    }

    /** The parser's message, without its internal settings and locations. */
    private static String firstLine(String message) {
        String line = String.valueOf(message).lines().findFirst().orElse("");
        return PARSERS_OWN.matcher(line).replaceAll("");
    }
}
