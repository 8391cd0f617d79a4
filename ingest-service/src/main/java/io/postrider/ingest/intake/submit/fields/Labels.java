package io.postrider.ingest.intake.submit.fields;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.web.Problem.Fault;
import io.postrider.text.OutsideText;
import java.util.Map;

/**
 * By what a message is found later.
 *
 * @param campaign or null
 * @param tags as a JSON object, or null
 */
public record Labels(String campaign, String tags) {
    private static final String CAMPAIGN = "campaign";
    private static final String TAGS = "tags";
    private static final int CAMPAIGN_LENGTH = 128;
    private static final int TAG_LENGTH = 256;

    /** @param mostTags of one message */
    public static Labels read(Fields fields, Faults faults, int mostTags) {
        return new Labels(campaign(fields), tags(fields, faults, mostTags));
    }

    private static String campaign(Fields fields) {
        String campaign = fields.line(CAMPAIGN, CAMPAIGN_LENGTH);
        if (campaign != null && OutsideText.hidesSomething(campaign)) {
            fields.fault(CAMPAIGN, TextRules.HIDDEN);
        }
        return campaign;
    }

    private static String tags(Fields fields, Faults faults, int most) {
        JsonNode node = fields.map(TAGS, "{\"team\": \"shop\"}");
        if (node == null || node.isEmpty()) {
            return null;
        }
        if (node.size() > most) {
            fields.fault(TAGS, "has %d tags; the maximum is %d".formatted(node.size(), most));
            return null;
        }
        StringBuilder json = new StringBuilder("{");
        for (Map.Entry<String, JsonNode> tag : node.properties()) {
            String name = tag.getKey();
            if (!fits(name)
                    || !tag.getValue().isTextual()
                    || !fits(tag.getValue().textValue())) {
                faults.add(
                        fields.pointer(TAGS) + "/" + Fault.part(name),
                        "must be a string of 1 to %d printable characters, and so must its name".formatted(TAG_LENGTH));
                continue;
            }
            json.append(json.length() > 1 ? ",\"" : "\"");
            JsonStringEncoder.getInstance().quoteAsString(name, json);
            json.append("\":\"");
            JsonStringEncoder.getInstance().quoteAsString(tag.getValue().textValue(), json);
            json.append('"');
        }
        return json.append('}').toString();
    }

    private static boolean fits(String text) {
        return !text.isEmpty() && text.length() <= TAG_LENGTH && !OutsideText.hidesSomething(text);
    }
}
