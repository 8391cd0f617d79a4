package io.postrider.ingest.suppressions;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.Problem;
import io.postrider.ingest.body.Body;
import io.postrider.ingest.body.JsonBody;
import io.postrider.ingest.body.Reason;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the body of an import. An entry with a fault is left out and listed; the others are taken. */
final class ImportReader {
    /** Entries of one call. */
    static final int ENTRIES = 10_000;

    /** Faults that one answer lists; the others are counted. */
    private static final int LISTED = 100;

    private static final String LIST = "suppressions";
    private static final String EMAIL = "email";
    private static final String REASON = "reason";
    private static final String CREATED_AT = "created_at";
    private static final Set<String> KNOWN = Set.of(EMAIL, REASON, CREATED_AT);

    private final Instant now;
    private final SortedMap<String, Entry> entries = new TreeMap<>();
    private final List<Problem.Fault> faults = new ArrayList<>();
    private int given;
    private int refused;

    private ImportReader(Instant now) {
        this.now = now;
    }

    /** @param since when it was suppressed elsewhere, never ahead */
    record Entry(String reason, Instant since) {}

    /**
     * @param entries by key, so that two calls with the same addresses lock them in the same order
     * @param given the number of entries in the body
     * @param refused how many of them had a fault
     * @param faults the first ones
     */
    record Read(SortedMap<String, Entry> entries, int given, int refused, List<Problem.Fault> faults) {}

    /** @throws Problem.Refusal if the body as a whole cannot be taken */
    static Read read(Body body, Instant now) {
        JsonNode root = JsonBody.read(body, JsonBody::tree);
        ImportReader reader = new ImportReader(now);
        reader.entries(list(root));
        return new Read(reader.entries, reader.given, reader.refused, reader.faults);
    }

    private static JsonNode list(JsonNode root) {
        if (!root.isObject()) {
            throw refusal("", "must be an object with a list of suppressions");
        }
        for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals(LIST)) {
                throw refusal("/" + escape(name), "is not a field");
            }
        }
        JsonNode list = root.path(LIST);
        if (!list.isArray() || list.isEmpty() || list.size() > ENTRIES) {
            throw refusal("/" + LIST, "must be a list of 1 to %,d suppressions".formatted(ENTRIES));
        }
        return list;
    }

    private static Problem.Refusal refusal(String pointer, String detail) {
        return Problem.invalid(List.of(new Problem.Fault(pointer, detail))).refusal();
    }

    private void entries(JsonNode list) {
        for (JsonNode entry : list) {
            int before = refused;
            String at = "/%s/%d".formatted(LIST, given);
            if (!entry.isObject()) {
                fault(at, "must be an object with an email");
            } else {
                entry(entry, at, before);
            }
            given++;
        }
    }

    private void entry(JsonNode entry, String at, int before) {
        entry.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name) && refused == before) {
                fault(at + "/" + escape(name), "is not a field");
            }
        });
        String key = SuppressedAddress.key(entry.path(EMAIL).textValue());
        JsonNode reason = entry.path(REASON);
        Instant since = since(entry.path(CREATED_AT));
        if (refused > before) {
            return;
        }
        if (key == null) {
            fault(at + "/" + EMAIL, SuppressedAddress.WANTED);
        } else if (!absent(reason) && !Reason.fits(reason.textValue())) {
            fault(at + "/" + REASON, Reason.wanted());
        } else if (since == null) {
            fault(at + "/" + CREATED_AT, "must be a time that is past, such as 2026-03-01T09:00:00Z");
        } else {
            entries.merge(
                    key,
                    new Entry(absent(reason) ? SuppressionList.NO_REASON : reason.textValue(), since),
                    (one, other) -> other.since().isBefore(one.since()) ? other : one);
        }
    }

    /** Now if there is none; null for anything but a time that is past. */
    private Instant since(JsonNode createdAt) {
        if (absent(createdAt)) {
            return now;
        }
        try {
            Instant since =
                    OffsetDateTime.parse(String.valueOf(createdAt.textValue())).toInstant();
            return since.isAfter(now) || since.isBefore(Instant.EPOCH) ? null : since;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private void fault(String pointer, String detail) {
        refused++;
        if (faults.size() < LISTED) {
            faults.add(new Problem.Fault(pointer, detail));
        }
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** RFC 6901, section 3. */
    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
