package io.postrider.sender.compose;

import io.postrider.contract.Content;
import io.postrider.contract.Content.Mailbox;
import io.postrider.contract.Recipient;
import io.postrider.header.FieldValue;
import io.postrider.template.Escaping;
import io.postrider.template.Extent;
import io.postrider.template.OverBudgetException;
import io.postrider.template.OverBudgetException.Bound;
import io.postrider.template.RenderBudget;
import io.postrider.template.Template;
import io.postrider.template.TemplateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A content made ready for its recipients: templates compiled, the unchanging parts of the MIME laid out. */
public final class CompiledContent {
    /** Compiled templates and headers, roughly: text is held as it came and once more cut into pieces. */
    private static final int WEIGHT_PER_CHARACTER = 6;

    /** Bytes of a content beside its texts and files. */
    static final int BESIDE = 4_096;

    private final Content content;
    private final Template subject;
    private final Template text;
    private final Template html;
    private final Map<String, Template> headers = new LinkedHashMap<>();
    private final List<Template> templates;
    private final Layout layout;
    private final boolean addressesNeedUtf8;
    private final Body constantText;
    private final Body constantHtml;

    private CompiledContent(Content content) {
        this.content = content;
        this.subject = compile("subject", content.subject(), Escaping.NONE);
        this.html = compile("html", content.html(), Escaping.HTML);
        // A message has a body, if only an empty one.
        this.text = compile("text", content.text() == null && html == null ? "" : content.text(), Escaping.NONE);
        content.headers().forEach((name, value) -> headers.put(name, compile("header " + name, value, Escaping.NONE)));
        this.templates = Stream.concat(
                        Stream.of(subject, text, html).filter(Objects::nonNull), headers.values().stream())
                .toList();
        this.layout = Layout.of(text != null, html != null, content.attachments());
        this.addressesNeedUtf8 = !FieldValue.ascii(content.from().email())
                || content.replyTo().stream().anyMatch(mailbox -> !FieldValue.ascii(mailbox.email()));
        this.constantText = constant(text, content.text());
        this.constantHtml = constant(html, content.html());
    }

    /** @throws ComposeException if a template cannot be compiled */
    public static CompiledContent of(Content content) {
        return new CompiledContent(content);
    }

    private static Template compile(String what, String source, Escaping escaping) {
        try {
            return source == null ? null : Template.compile(source, escaping);
        } catch (TemplateException e) {
            throw new ComposeException("the %s is no valid template: line %d".formatted(what, e.line()), e);
        }
    }

    private static Body constant(Template template, String source) {
        return template != null && template.constant() ? Body.of(source == null ? "" : source) : null;
    }

    /** The content as this recipient gets it. */
    Content render(Map<String, Object> shared, Recipient recipient) {
        RenderBudget budget = RenderBudget.most();
        return new Content(
                shown(content.from()),
                content.replyTo(),
                FieldValue.clean(render("subject", subject, shared, recipient, budget)),
                content.text() == null ? null : render("text", text, shared, recipient, budget),
                content.html() == null ? null : render("html", html, shared, recipient, budget),
                renderHeaders(shared, recipient, budget),
                content.attachments());
    }

    /** A field whose value renders blank is left out. */
    private Map<String, String> renderHeaders(Map<String, Object> shared, Recipient recipient, RenderBudget budget) {
        if (headers.isEmpty()) {
            return Map.of();
        }
        Map<String, String> rendered = new LinkedHashMap<>();
        headers.forEach((name, template) -> {
            FieldValue value = FieldValue.of(name, render("header " + name, template, shared, recipient, budget));
            if (value.fault() != null) {
                throw new ComposeException("the header %s %s".formatted(name, value.fault()));
            }
            if (!value.text().isEmpty()) {
                rendered.put(name, value.text());
            }
        });
        return rendered;
    }

    private static String render(
            String what, Template template, Map<String, Object> shared, Recipient recipient, RenderBudget budget) {
        try {
            return template.render(shared, recipient, budget);
        } catch (OverBudgetException e) {
            if (e.bound() == Bound.TIME) {
                throw new BusyException("the %s cannot be rendered now: %s".formatted(what, e.getMessage()));
            }
            throw new ComposeException("the %s cannot be rendered: %s".formatted(what, e.getMessage()), e);
        } catch (TemplateException e) {
            throw new ComposeException("the %s cannot be rendered: %s".formatted(what, e.getMessage()), e);
        }
    }

    static Mailbox shown(Mailbox mailbox) {
        String name = mailbox.name() == null ? "" : FieldValue.clean(mailbox.name());
        return new Mailbox(mailbox.email(), name.isEmpty() ? null : name);
    }

    Layout layout() {
        return layout;
    }

    /** Whether the author's or an answer's address has more than ASCII, so that the mail needs SMTPUTF8 (RFC 6531). */
    boolean addressesNeedUtf8() {
        return addressesNeedUtf8;
    }

    /** The text part of a letter of this content. */
    Body text(Content rendered) {
        return constantText != null ? constantText : Body.of(rendered.text());
    }

    /** The html part of a letter of this content. */
    Body html(Content rendered) {
        return constantHtml != null ? constantHtml : Body.of(rendered.html());
    }

    /** Bytes that a mail's subject, text, HTML and headers cannot be more than with variables of this extent. */
    long sizeAtMost(Extent extent) {
        long size = 0;
        for (Template template : templates) {
            size += template.sizeAtMost(extent);
        }
        return size;
    }

    /** Bytes of this recipient's subject, text, HTML and headers; takes as long as to render them. */
    long size(Map<String, Object> shared, Recipient recipient) {
        RenderBudget budget = RenderBudget.measuring(RenderBudget.SIZE, RenderBudget.STEPS);
        long constant = 0;
        try {
            for (Template template : templates) {
                constant += template.constant() ? template.sizeAtMost(Extent.NONE) : 0;
                template.measure(shared, recipient, budget);
            }
            return constant + budget.size();
        } catch (TemplateException e) {
            // It cannot be composed; when that is tried it takes no more than this.
            return constant + RenderBudget.SIZE;
        }
    }

    /** Bytes that it holds in memory, roughly. */
    long weight() {
        long attached = content.attachments().stream()
                .mapToLong(attachment -> attachment.bytes().length)
                .sum();
        return attached + layout.bytes() + (long) WEIGHT_PER_CHARACTER * characters() + BESIDE;
    }

    private int characters() {
        int characters = content.subject().length() + length(content.text()) + length(content.html());
        for (String value : content.headers().values()) {
            characters += value.length();
        }
        return characters;
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }
}
