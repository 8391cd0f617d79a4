package io.postrider.ingest.intake.submit.fields;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of other services' APIs, and their equivalents here. A body with such fields is refused, since parts of it
 * would be ignored otherwise; its faults name the equivalents.
 */
public final class OtherServiceFields {
    public static final Names MESSAGE = new Names();
    public static final Names RECIPIENT = new Names();
    public static final Names ATTACHMENT = new Names();
    static final Names NONE = new Names();

    /** An example of a message in our API. */
    public static final String HERE =
            "has fields of the %s API; a message here is {\"from\": \"Shop <news@shop.example>\", \"to\": [\"ann@mail.example\"],"
                    + " \"subject\": \"…\", \"text\": \"…\", \"html\": \"…\"}";

    private static final String SENDGRID = "SendGrid";
    private static final String POSTMARK = "Postmark";
    private static final String SES = "Amazon SES";
    private static final String RESEND = "Resend";
    private static final String MAILGUN = "Mailgun";
    private static final String MANDRILL = "Mailchimp Transactional";
    private static final String BREVO = "Brevo";
    private static final String MAILJET = "Mailjet";
    private static final String SPARKPOST = "SparkPost";

    private static final String NO_TEMPLATE = "send the template itself in `subject`, `text` and `html`";
    private static final String TAGS = "use `tags`, an object such as {\"team\": \"shop\"}";
    private static final String VARIABLES = "use `variables`";
    private static final String TYPE = "use `content_type`";

    static {
        MESSAGE.of(SENDGRID)
                .add("personalizations", "use `to`, with an entry and its `variables` for each recipient", "to")
                .add("content", "use `text`, `html` or both, each a string", "text", "html")
                .add("reply_to_list", "use `reply_to`, one address or a list", "reply_to")
                .add("template_id", NO_TEMPLATE, "text", "html")
                .add("dynamic_template_data", VARIABLES)
                .add("categories", TAGS)
                .add("custom_args", TAGS)
                .add("batch_id", "leave it out; cancel a message by the `id` of the response")
                .add("asm", "leave it out; suppressions apply to all mail")
                .add("mail_settings", "leave it out")
                .add("tracking_settings", "leave it out; mail is not tracked")
                .add("ip_pool_name", "leave it out; routes are chosen in routes.yaml");
        MESSAGE.of(POSTMARK)
                .add("From", "use `from`", "from")
                .add("To", "use `to`, one address or a list", "to")
                .add("Subject", "use `subject`", "subject")
                .add("HtmlBody", "use `html`", "html", "text")
                .add("TextBody", "use `text`", "text")
                .add("ReplyTo", "use `reply_to`", "reply_to")
                .add("Tag", TAGS)
                .add("Metadata", TAGS)
                .add("Headers", "use `headers`, an object such as {\"X-Order\": \"1234\"}")
                .add("Attachments", "use `attachments` with `filename`, `content` and `content_type`")
                .add("MessageStream", "use `lane`: transactional, standard or bulk")
                .add("TemplateId", NO_TEMPLATE, "text", "subject")
                .add("TemplateAlias", NO_TEMPLATE, "text", "subject")
                .add("TemplateModel", VARIABLES)
                .add("TrackOpens", "leave it out; mail is not tracked")
                .add("TrackLinks", "leave it out; mail is not tracked");
        MESSAGE.of(SES)
                .add("Source", "use `from`", "from")
                .add("FromEmailAddress", "use `from`", "from")
                .add("Destination", "use `to`, one address or a list", "to")
                .add("Destinations", "use `to`, one address or a list", "to")
                .add("Content", "use `subject`, and `text`, `html` or both, each a string", "subject", "text", "html")
                .add("Message", "use `subject`, and `text`, `html` or both, each a string", "subject", "text", "html")
                .add(
                        "RawMessage",
                        "use `subject`, `text`, `html`, `headers` and `attachments`",
                        "from",
                        "to",
                        "subject",
                        "text")
                .add("ReplyToAddresses", "use `reply_to`, one address or a list", "reply_to")
                .add("EmailTags", TAGS)
                .add("Tags", TAGS)
                .add("ReturnPath", "leave it out; Postrider writes return paths")
                .add("FeedbackForwardingEmailAddress", "leave it out; Postrider writes return paths")
                .add("ConfigurationSetName", "leave it out; the closest fields are `lane` and `campaign`")
                .add("ListManagementOptions", "leave it out; set List-Unsubscribe in `headers`");
        MESSAGE.of(RESEND)
                .add("scheduled_at", "use `send_at`", "send_at")
                .add("scheduledAt", "use `send_at`", "send_at")
                .add("react", "use `html`", "html", "text")
                .add("topic_id", "leave it out; the closest field is `campaign`")
                .add("topicId", "leave it out; the closest field is `campaign`");
        MESSAGE.of(MAILGUN)
                .add("recipient-variables", "use `to`, with an entry and its `variables` for each recipient")
                .add("amp-html", "use `html`")
                .add("attachment", "use `attachments`, a list")
                .add("inline", "use `attachments`, each with a `content_id`")
                .add("o:tag", TAGS)
                .add("o:deliverytime", "use `send_at`", "send_at")
                .add("o:testmode", "leave it out")
                .add("o:tracking", "leave it out; mail is not tracked");
        MESSAGE.of(MANDRILL)
                .add("key", "leave it out; send the key in the Authorization header")
                .add("message", "move its fields to the top level", "from", "to", "subject", "text", "html")
                .add("from_email", "use `from`, such as \"Shop <news@shop.example>\"", "from")
                .add("from_name", "use `from`, such as \"Shop <news@shop.example>\"", "from")
                .add("merge_vars", "use `to`, with an entry and its `variables` for each recipient")
                .add("global_merge_vars", VARIABLES);
        MESSAGE.of(BREVO)
                .add("sender", "use `from`", "from")
                .add("htmlContent", "use `html`", "html", "text")
                .add("textContent", "use `text`", "text")
                .add("params", VARIABLES)
                .add("templateId", NO_TEMPLATE, "text", "subject")
                .add("messageVersions", "use `to`, with an entry and its `variables` for each recipient", "to");
        MESSAGE.of(MAILJET)
                .add("HTMLPart", "use `html`", "html", "text")
                .add("TextPart", "use `text`", "text")
                .add("CustomID", TAGS)
                .add("TemplateID", NO_TEMPLATE, "text", "subject");
        MESSAGE.of(SPARKPOST)
                .add("recipients", "use `to`, with an entry and its `variables` for each recipient", "to")
                .add("substitution_data", VARIABLES)
                .add("options", "leave it out; the closest fields are `lane`, `send_at` and `campaign`")
                .add("campaign_id", "use `campaign`", "campaign");
        RECIPIENT
                .of("")
                .add("address", "use `email`", "email")
                .add("substitution_data", VARIABLES)
                .add("substitutions", VARIABLES)
                .add("dynamic_template_data", VARIABLES)
                .add("merge_vars", VARIABLES)
                .add("vars", VARIABLES)
                .add("params", VARIABLES)
                .add("type", "leave it out; each recipient gets a separate mail");
        ATTACHMENT
                .of("")
                .add("name", "use `filename`", "filename")
                .add("Name", "use `filename`", "filename")
                .add("Filename", "use `filename`", "filename")
                .add("FileName", "use `filename`", "filename")
                .add("type", TYPE)
                .add("mime_type", TYPE)
                .add("path", "send the file itself in `content`, as base64", "content")
                .add("url", "send the file itself in `content`, as base64", "content")
                .add("data", "use `content`", "content")
                .add("RawContent", "use `content`", "content")
                .add("Base64Content", "use `content`", "content")
                .add("disposition", "leave it out; a `content_id` makes it inline")
                .add("cid", "use `content_id`")
                .add("ContentId", "use `content_id`")
                .add("encoding", "leave it out; `content` is base64");
    }

    private OtherServiceFields() {}

    /**
     * @param service that has the field, or empty if several do
     * @param advice what to use instead
     * @param meant the equivalent fields of our API
     */
    record Foreign(String service, String advice, List<String> meant) {
        String detail() {
            return (service.isEmpty() ? "is not a known field; " : "is a field of %s; ".formatted(service)) + advice;
        }
    }

    /** The field names of one kind of object. */
    static final class Names {
        private static final List<String> PREFIXES = List.of("o:", "h:", "v:", "t:");

        private final Map<String, Foreign> names = new HashMap<>();

        private Of of(String service) {
            return new Of(this, service);
        }

        Optional<Foreign> find(String name) {
            Foreign found = names.get(name);
            return found == null && PREFIXES.stream().anyMatch(name::startsWith) && this == MESSAGE
                    ? Optional.of(option(name))
                    : Optional.ofNullable(found);
        }

        private static Foreign option(String name) {
            String advice = switch (name.charAt(0)) {
                case 'h' -> "use `headers`, an object such as {\"X-Order\": \"1234\"}";
                case 'v', 't' -> VARIABLES;
                default -> "leave it out; the closest fields are `lane`, `send_at`, `tags` and `campaign`";
            };
            return new Foreign(MAILGUN, advice, List.of());
        }
    }

    private record Of(Names names, String service) {
        Of add(String name, String advice, String... meant) {
            names.names.put(name, new Foreign(service, advice, List.of(meant)));
            return this;
        }
    }
}
