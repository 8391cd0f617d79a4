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
            "has fields of the API of %s; a message here is {\"from\": \"Shop <news@shop.example>\", \"to\": [\"ann@mail.example\"],"
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

    private static final String NO_TEMPLATE = "give the template itself in subject, text and html";
    private static final String TAGS = "give tags, an object such as {\"team\": \"shop\"}";
    private static final String VARIABLES = "give variables";
    private static final String TYPE = "give content_type";

    static {
        MESSAGE.of(SENDGRID)
                .add("personalizations", "give to, a recipient with its variables for each of them", "to")
                .add("content", "give text, html or both, each a string", "text", "html")
                .add("reply_to_list", "give reply_to, one or a list", "reply_to")
                .add("template_id", NO_TEMPLATE, "text", "html")
                .add("dynamic_template_data", VARIABLES)
                .add("categories", TAGS)
                .add("custom_args", TAGS)
                .add("batch_id", "leave it out; the answer's id cancels the message")
                .add("asm", "leave it out; suppressions hold for all mail")
                .add("mail_settings", "leave it out")
                .add("tracking_settings", "leave it out; mail is not tracked")
                .add("ip_pool_name", "leave it out; routes are chosen in routes.yaml");
        MESSAGE.of(POSTMARK)
                .add("From", "give from", "from")
                .add("To", "give to, a string or a list of them", "to")
                .add("Subject", "give subject", "subject")
                .add("HtmlBody", "give html", "html", "text")
                .add("TextBody", "give text", "text")
                .add("ReplyTo", "give reply_to", "reply_to")
                .add("Tag", TAGS)
                .add("Metadata", TAGS)
                .add("Headers", "give headers, an object such as {\"X-Order\": \"1234\"}")
                .add("Attachments", "give attachments with filename, content and content_type")
                .add("MessageStream", "give lane: transactional, standard or bulk")
                .add("TemplateId", NO_TEMPLATE, "text", "subject")
                .add("TemplateAlias", NO_TEMPLATE, "text", "subject")
                .add("TemplateModel", VARIABLES)
                .add("TrackOpens", "leave it out; mail is not tracked")
                .add("TrackLinks", "leave it out; mail is not tracked");
        MESSAGE.of(SES)
                .add("Source", "give from", "from")
                .add("FromEmailAddress", "give from", "from")
                .add("Destination", "give to, a string or a list of them", "to")
                .add("Destinations", "give to, a string or a list of them", "to")
                .add("Content", "give subject, and text, html or both, each a string", "subject", "text", "html")
                .add("Message", "give subject, and text, html or both, each a string", "subject", "text", "html")
                .add("RawMessage", "give subject, text, html, headers and attachments", "from", "to", "subject", "text")
                .add("ReplyToAddresses", "give reply_to, one or a list", "reply_to")
                .add("EmailTags", TAGS)
                .add("Tags", TAGS)
                .add("ReturnPath", "leave it out; Postrider writes return paths")
                .add("FeedbackForwardingEmailAddress", "leave it out; Postrider writes return paths")
                .add("ConfigurationSetName", "leave it out; lane and campaign are the nearest")
                .add("ListManagementOptions", "leave it out; give List-Unsubscribe in headers");
        MESSAGE.of(RESEND)
                .add("scheduled_at", "give send_at", "send_at")
                .add("scheduledAt", "give send_at", "send_at")
                .add("react", "give html", "html", "text")
                .add("topic_id", "leave it out; campaign is the nearest")
                .add("topicId", "leave it out; campaign is the nearest");
        MESSAGE.of(MAILGUN)
                .add("recipient-variables", "give to, a recipient with its variables for each of them")
                .add("amp-html", "give html")
                .add("attachment", "give attachments, a list")
                .add("inline", "give attachments, each with a content_id")
                .add("o:tag", TAGS)
                .add("o:deliverytime", "give send_at", "send_at")
                .add("o:testmode", "leave it out")
                .add("o:tracking", "leave it out; mail is not tracked");
        MESSAGE.of(MANDRILL)
                .add("key", "leave it out; the key stands in the field Authorization of the request's head")
                .add("message", "give its fields here", "from", "to", "subject", "text", "html")
                .add("from_email", "give from, such as \"Shop <news@shop.example>\"", "from")
                .add("from_name", "give from, such as \"Shop <news@shop.example>\"", "from")
                .add("merge_vars", "give to, a recipient with its variables for each of them")
                .add("global_merge_vars", VARIABLES);
        MESSAGE.of(BREVO)
                .add("sender", "give from", "from")
                .add("htmlContent", "give html", "html", "text")
                .add("textContent", "give text", "text")
                .add("params", VARIABLES)
                .add("templateId", NO_TEMPLATE, "text", "subject")
                .add("messageVersions", "give to, a recipient with its variables for each of them", "to");
        MESSAGE.of(MAILJET)
                .add("HTMLPart", "give html", "html", "text")
                .add("TextPart", "give text", "text")
                .add("CustomID", TAGS)
                .add("TemplateID", NO_TEMPLATE, "text", "subject");
        MESSAGE.of(SPARKPOST)
                .add("recipients", "give to, a recipient with its variables for each of them", "to")
                .add("substitution_data", VARIABLES)
                .add("options", "leave it out; lane, send_at and campaign are the nearest")
                .add("campaign_id", "give campaign", "campaign");
        RECIPIENT
                .of("")
                .add("address", "give email", "email")
                .add("substitution_data", VARIABLES)
                .add("substitutions", VARIABLES)
                .add("dynamic_template_data", VARIABLES)
                .add("merge_vars", VARIABLES)
                .add("vars", VARIABLES)
                .add("params", VARIABLES)
                .add("type", "leave it out; each recipient gets a separate mail");
        ATTACHMENT
                .of("")
                .add("name", "give filename", "filename")
                .add("Name", "give filename", "filename")
                .add("Filename", "give filename", "filename")
                .add("FileName", "give filename", "filename")
                .add("type", TYPE)
                .add("mime_type", TYPE)
                .add("path", "give the file itself in content, as base64", "content")
                .add("url", "give the file itself in content, as base64", "content")
                .add("data", "give content", "content")
                .add("RawContent", "give content", "content")
                .add("Base64Content", "give content", "content")
                .add("disposition", "leave it out; a content_id makes it inline")
                .add("cid", "give content_id")
                .add("ContentId", "give content_id")
                .add("encoding", "leave it out; content is base64");
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
                case 'h' -> "give headers, an object such as {\"X-Order\": \"1234\"}";
                case 'v', 't' -> VARIABLES;
                default -> "leave it out; lane, send_at, tags and campaign are the nearest";
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
