package io.postrider.ingest.submit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.postrider.ingest.Problem;
import java.io.IOException;
import java.util.regex.Pattern;

/** Bytes to a JSON tree; what is not JSON (RFC 8259), or has a field twice, is refused with its line and column. */
final class JsonBody {
    /** Levels of a body: twice as deep as variables can be in a batch, so that those too deep get a fault of their own. */
    private static final int NESTING = 32;

    private static final int NUMBER_LENGTH = 100;
    private static final int NAME_LENGTH = 1_000;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING)
                            .maxNumberLength(NUMBER_LENGTH)
                            .maxNameLength(NAME_LENGTH)
                            .maxStringLength(Integer.MAX_VALUE) // the body's limit bounds it
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private static final Pattern PARSERS_OWN = Pattern.compile(", from `[^`]*`| \\(start marker at .*");

    private JsonBody() {}

    static JsonNode parse(byte[] body) {
        int fault = Utf8.firstFault(body);
        if (fault >= 0) {
            throw Problem.malformed("The body is not UTF-8 at byte %d (counted from 0).".formatted(fault))
                    .refusal();
        }
        try {
            JsonNode node = body.length == 0 ? null : READER.readValue(body);
            if (node == null || node.isMissingNode()) {
                throw Problem.malformed("The body is empty; send a JSON object.")
                        .refusal();
            }
            return node;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : "Line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
            throw Problem.malformed(place + firstLine(e.getOriginalMessage())).refusal();
        } catch (IOException e) {
            // Nothing is read from anywhere: bytes that seem to be UTF-16 or UTF-32 (RFC 8259, 8.1) and are not.
            throw Problem.malformed(firstLine(e.getMessage())).refusal();
        }
    }

    /** What is wrong, without the parser's own settings and places. */
    private static String firstLine(String message) {
        String line = String.valueOf(message).lines().findFirst().orElse("");
        return PARSERS_OWN.matcher(line).replaceAll("");
    }
}
