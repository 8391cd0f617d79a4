package io.postrider.ingest.web.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.body.BodyProblems;
import io.postrider.ingest.web.body.RequestBody;
import java.util.ArrayList;
import java.util.List;

/** A body with only a reason, recorded to explain the change later: {@code {"reason": "on a block list"}}. */
public final class ReasonBody {
    /** Maximum characters of a reason. */
    public static final int LENGTH = 200;

    private static final int BODY_BYTES = 4_096;
    private static final String FIELD = "reason";

    private ReasonBody() {}

    /**
     * JSON's null counts as absent, because generated clients send it for omitted values.
     *
     * @return null if the body is empty or has no reason
     * @throws Problem.Refusal for any other body
     */
    public static String of(RequestBody body) {
        if (body.length() == 0) {
            return null;
        }
        if (body.length() > BODY_BYTES) {
            throw BodyProblems.tooLarge(BODY_BYTES).refusal();
        }
        JsonNode read = JsonBody.read(body, JsonBody::tree);
        List<Problem.Fault> faults = new ArrayList<>();
        read.fieldNames().forEachRemaining(field -> {
            if (!field.equals(FIELD)) {
                faults.add(new Problem.Fault(
                        "/" + Problem.Fault.part(field),
                        "is not a known field; the body may contain only `%s`".formatted(FIELD)));
            }
        });
        JsonNode reason = read.hasNonNull(FIELD) ? read.get(FIELD) : null;
        if (!read.isObject() && !read.isNull()) {
            faults.add(new Problem.Fault("", "must be an object"));
        } else if (reason != null && !fits(reason.textValue())) {
            faults.add(new Problem.Fault("/" + FIELD, wanted()));
        }
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults).refusal();
        }
        return reason == null ? null : reason.textValue();
    }

    /** The required form of a reason, for a fault. */
    public static String wanted() {
        return "must be a text of 1 to %d printable characters".formatted(LENGTH);
    }

    /** @param text null is invalid */
    public static boolean fits(String text) {
        return text != null
                && !text.isBlank()
                && text.length() <= LENGTH
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
