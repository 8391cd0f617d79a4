package io.postrider.ingest.intake.submit;

import io.postrider.header.FieldSyntax;
import io.postrider.header.FieldValue;
import io.postrider.ingest.intake.submit.estimate.RenderEstimates;
import io.postrider.ingest.intake.submit.fields.Faults;
import io.postrider.ingest.web.Problem.Fault;
import io.postrider.mail.Recipient;
import io.postrider.templates.Escaping;
import io.postrider.templates.Extent;
import io.postrider.templates.Template;
import io.postrider.templates.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The templates of one message: compiled now to find their faults, and used to determine each recipient's required
 * variables and rendered size.
 */
final class Templates {
    private static final Logger LOG = Logger.getLogger(Templates.class);

    private final RenderEstimates estimates;
    private final Faults faults;
    private final int most;
    private final List<Template> tagged = new ArrayList<>();
    private final List<Header> headers = new ArrayList<>();
    private String madeText;
    private Template madeTemplate;
    private Map<String, Object> shared;
    private Extent extent;

    /** A structured header field, for which not every value is valid. */
    private record Header(String name, Template template) {}

    /** @param most maximum characters of each */
    Templates(RenderEstimates estimates, Faults faults, int most) {
        this.estimates = estimates;
        this.faults = faults;
        this.most = most;
    }

    /** @param source may be null */
    void add(String source, Escaping escaping, String pointer) {
        compiled(source, escaping, pointer);
    }

    /**
     * Adds the value of a header field. The syntax of structured fields is checked: now if the value is the same for
     * all recipients, otherwise with each recipient's variables.
     */
    void addHeader(String name, String source, String pointer) {
        Template template = compiled(source, Escaping.NONE, pointer);
        if (FieldSyntax.of(name) == FieldSyntax.TEXT) {
            return;
        }
        if (template != null) {
            headers.add(new Header(name, template));
        } else if (!tagged(source)) {
            String fault = FieldValue.of(name, source).fault();
            if (fault != null) {
                faults.add(pointer, fault);
            }
        }
    }

    /**
     * Derives a text alternative from the HTML if possible. Since the client did not request it, it is dropped if it
     * would make a recipient's mail too large or too costly.
     *
     * @param html without faults
     */
    void makeText(String html) {
        madeText = estimates.text(html).filter(text -> text.length() <= most).orElse(null);
        if (madeText == null || !tagged(madeText)) {
            return;
        }
        try {
            madeTemplate = estimates.compiled(madeText, Escaping.NONE);
        } catch (TemplateException e) {
            LOG.warn("the text derived from HTML is not a valid template", e);
            madeText = null;
        }
    }

    /** The derived text, unless it was dropped, or the text supplied. */
    String text(String given) {
        return given == null ? madeText : given;
    }

    private static boolean tagged(String source) {
        return source.indexOf("{{") >= 0;
    }

    /** Null if it has no tags, or has a fault. */
    private Template compiled(String source, Escaping escaping, String pointer) {
        if (source != null && source.length() > most) {
            faults.add(pointer, "has %,d characters; the maximum is %,d".formatted(source.length(), most));
            return null;
        }
        if (source == null || !tagged(source)) {
            return null;
        }
        try {
            Template template = estimates.compiled(source, escaping);
            tagged.add(template);
            return template;
        } catch (TemplateException e) {
            faults.add(pointer, e.getMessage());
            return null;
        }
    }

    /**
     * Finds required variables that the recipient lacks.
     *
     * @param shared variables of all recipients
     * @param pointer of the recipient, such as {@code /to/3}
     */
    void missing(Recipient recipient, Map<String, Object> shared, String pointer, Faults to) {
        Set<String> missing = new LinkedHashSet<>();
        for (Template template : tagged) {
            estimates.take(template.stepsOfMissing(shared, recipient));
            missing.addAll(template.missing(shared, recipient));
        }
        for (String name : missing) {
            to.add(
                    pointer + "/variables/" + Fault.part(name),
                    "is needed by the template as a text, number or boolean; give it here or in /variables");
        }
    }

    /**
     * Finds a mail that would be too large or too costly, or would have an invalid header field.
     *
     * @param recipient with all required variables
     * @param variables that all recipients share; the same in each call
     * @param pointer as for {@link #missing}
     */
    void estimate(Recipient recipient, Map<String, Object> variables, String pointer, Faults to) {
        if (shared != variables) {
            shared = variables;
            extent = Extent.of(variables);
        }
        String fault = estimates.fault(tagged, shared, extent, recipient);
        if (fault == null && madeTemplate != null && !estimates.allowsText(madeTemplate, extent.with(recipient))) {
            madeTemplate = null;
            madeText = null;
        }
        for (int i = 0; fault == null && i < headers.size(); i++) {
            fault = fault(headers.get(i), recipient);
        }
        if (fault != null) {
            to.add(pointer, fault);
        }
    }

    private String fault(Header header, Recipient recipient) {
        String value = estimates.rendered(header.template(), shared, recipient);
        String fault = FieldValue.of(header.name(), value).fault();
        return fault == null ? null : "would get a mail whose header %s %s".formatted(header.name(), fault);
    }
}
