package io.postrider.ingest.control.suppressions;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.Timestamps;
import io.postrider.ingest.web.body.RequestBody;
import io.postrider.ingest.web.json.JsonBody;
import io.postrider.ingest.web.json.ReasonBody;
import io.postrider.store.suppressions.SuppressionList;
import io.postrider.text.Spelling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the body of an import: a list of objects or addresses. An invalid entry is skipped and listed; the others are
 * imported.
 */
final class ImportReader {
    /** Maximum entries of one call. */
    static final int ENTRIES = 10_000;

    /** Maximum faults listed in one answer; further ones are counted. */
    private static final int LISTED = 100;

    private static final String LIST = "suppressions";
    private static final String EMAIL = "email";
    private static final String REASON = "reason";
    private static final String CREATED_AT = "created_at";
    private static final Set<String> KNOWN = Set.of(EMAIL, REASON, CREATED_AT);

    private final Instant now;
    private final SortedMap<String, Entry> entries = new TreeMap<>();
    private final List<Problem.Fault> faults = new ArrayList<>();
    /** Of the list. */
    private String pointer = "";

    private int given;
    private int refused;

    private ImportReader(Instant now) {
        this.now = now;
    }

    /** @param since when it was suppressed elsewhere, never in the future */
    record Entry(String reason, Instant since) {}

    /**
     * @param entries by key, so that two calls with the same addresses lock them in the same order
     * @param given the number of entries in the body
     * @param refused number of invalid entries
     * @param faults the first faults
     */
    record Read(SortedMap<String, Entry> entries, int given, int refused, List<Problem.Fault> faults) {
        /** Sorted by key. */
        List<SuppressionList.Imported> imported() {
            List<SuppressionList.Imported> imported = new ArrayList<>(entries.size());
            entries.forEach(
                    (key, entry) -> imported.add(new SuppressionList.Imported(key, entry.reason(), entry.since())));
            return imported;
        }
    }

    /** @throws Problem.Refusal if the body as a whole is invalid */
    static Read read(RequestBody body, Instant now) {
        JsonNode root = JsonBody.read(body, JsonBody::tree);
        ImportReader reader = new ImportReader(now);
        reader.entries(reader.list(root));
        return new Read(reader.entries, reader.given, reader.refused, reader.faults);
    }

    /** The list, which is the body itself or one of its fields. */
    private JsonNode list(JsonNode root) {
        List<Problem.Fault> wrong = new ArrayList<>();
        if (root.isObject()) {
            pointer = "/" + LIST;
            unknown(root, Set.of(LIST), "", wrong);
        }
        JsonNode list = root.isObject() ? root.path(LIST) : root;
        if (!list.isArray() || list.isEmpty() || list.size() > ENTRIES) {
            wrong.add(new Problem.Fault(pointer, "must be a list of 1 to %,d suppressions".formatted(ENTRIES)));
        }
        if (!wrong.isEmpty()) {
            throw Problem.invalid(wrong).refusal();
        }
        return list;
    }

    private static void unknown(JsonNode object, Set<String> known, String at, List<Problem.Fault> to) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext() && to.size() < LISTED; ) {
            String name = names.next();
            if (!known.contains(name)) {
                String meant = Spelling.nearest(name, known)
                        .map("; did you mean `%s`?"::formatted)
                        .orElse("");
                to.add(new Problem.Fault(at + "/" + Problem.Fault.part(name), "is not a known field" + meant));
            }
        }
    }

    private void entries(JsonNode list) {
        for (JsonNode entry : list) {
            String at = "%s/%d".formatted(pointer, given++);
            List<Problem.Fault> wrong = new ArrayList<>(0);
            if (entry.isTextual()) {
                entry(SuppressedAddress.key(entry.textValue()), at, null, now, wrong);
            } else if (entry.isObject()) {
                entry(entry, at, wrong);
            } else {
                wrong.add(new Problem.Fault(at, "must be an address, or an object with an email"));
            }
            refused += wrong.isEmpty() ? 0 : 1;
            wrong.stream().limit(LISTED - faults.size()).forEach(faults::add);
        }
    }

    private void entry(JsonNode entry, String at, List<Problem.Fault> wrong) {
        if (faults.size() < LISTED) {
            unknown(entry, KNOWN, at, wrong);
        } else if (!KNOWN.containsAll(names(entry))) {
            wrong.add(new Problem.Fault(at, "has a field that is not known"));
        }
        JsonNode reason = entry.path(REASON);
        Instant since = since(entry.path(CREATED_AT));
        if (!absent(reason) && !ReasonBody.fits(reason.textValue())) {
            wrong.add(new Problem.Fault(at + "/" + REASON, ReasonBody.wanted()));
        }
        if (since == null) {
            wrong.add(new Problem.Fault(
                    at + "/" + CREATED_AT, "must be a past time with its offset, such as 2026-03-01T09:00:00Z"));
        }
        String key = SuppressedAddress.key(entry.path(EMAIL).textValue());
        entry(key, at + "/" + EMAIL, reason.textValue(), since, wrong);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /**
     * @param at the place of the address
     * @param reason or null
     */
    private void entry(String key, String at, String reason, Instant since, List<Problem.Fault> wrong) {
        if (key == null) {
            wrong.add(new Problem.Fault(at, SuppressedAddress.WANTED));
        }
        if (wrong.isEmpty()) {
            entries.merge(
                    key,
                    new Entry(reason == null ? SuppressionsResource.NO_REASON : reason, since),
                    (one, other) -> other.since().isBefore(one.since()) ? other : one);
        }
    }

    /** The current time if there is none; null unless it is a time in the past. */
    private Instant since(JsonNode createdAt) {
        if (absent(createdAt)) {
            return now;
        }
        return Timestamps.read(createdAt.textValue())
                .filter(since -> !since.isAfter(now) && !since.isBefore(Instant.EPOCH))
                .orElse(null);
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
