package io.postrider.sender.compose.content;

import io.postrider.header.FieldValue;
import io.postrider.mail.Addressees;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Recipient;
import io.postrider.sender.compose.mime.Boundary;
import io.postrider.sender.compose.mime.EncodedBody;
import io.postrider.sender.compose.mime.Layout;
import io.postrider.sender.compose.mime.MessageHeader;
import io.postrider.sender.compose.mime.MimeMessage;
import io.postrider.sender.model.BusyException;
import io.postrider.sender.model.ComposeException;
import io.postrider.templates.Escaping;
import io.postrider.templates.Extent;
import io.postrider.templates.OverBudgetException;
import io.postrider.templates.OverBudgetException.Bound;
import io.postrider.templates.RenderBudget;
import io.postrider.templates.Template;
import io.postrider.templates.TemplateException;
import io.postrider.templates.parse.TemplateCompiler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A message's content, prepared for its recipients: templates are compiled, and the constant MIME parts are laid out.
 */
public final class CompiledContent {
    /** Approximate factor for compiled templates and headers: the text is held as received and once more in pieces. */
    private static final int WEIGHT_PER_CHARACTER = 6;

    /** Bytes of a content, not counting its texts and attachments. */
    static final int BESIDE = 4_096;

    /** Maximum bytes of an address with its display name, the name as encoded words. */
    private static final int ADDRESS = 1_536;

    /**
     * Omitted from copies (cc, bcc): they are made with the addressee's variables and would unsubscribe the addressee
     * (RFC 8058).
     */
    private static final Set<String> UNSUBSCRIBE = Set.of("list-unsubscribe", "list-unsubscribe-post");

    private final Content content;
    private final Template subject;
    private final Template text;
    private final Template html;
    private final Map<String, Template> headers = new LinkedHashMap<>();
    private final List<Template> templates;
    private final Layout layout;
    private final Addressees addressees;
    private final boolean addressesNeedUtf8;
    private final EncodedBody constantText;
    private final EncodedBody constantHtml;

    private CompiledContent(Content content) {
        this.content = content;
        this.subject = compile("subject", content.subject(), Escaping.NONE);
        this.html = compile("html", content.html(), Escaping.HTML);
        // A message always has a body, even if it is empty.
        this.text = compile("text", content.text() == null && html == null ? "" : content.text(), Escaping.NONE);
        content.headers().forEach((name, value) -> headers.put(name, compile("header " + name, value, Escaping.NONE)));
        this.templates = Stream.concat(
                        Stream.of(subject, text, html).filter(Objects::nonNull), headers.values().stream())
                .toList();
        this.layout = Layout.of(text != null, html != null, content.attachments());
        this.addressees = shown(content.addressees());
        this.addressesNeedUtf8 = Stream.of(Stream.of(content.from()), content.replyTo().stream(), shownTo(addressees))
                .flatMap(mailboxes -> mailboxes)
                .anyMatch(mailbox -> !FieldValue.ascii(mailbox.email()));
        this.constantText = constant(text, content.text());
        this.constantHtml = constant(html, content.html());
    }

    /** @throws ComposeException if a template cannot be compiled */
    public static CompiledContent of(Content content) {
        return new CompiledContent(content);
    }

    private static Template compile(String what, String source, Escaping escaping) {
        try {
            return source == null ? null : TemplateCompiler.compile(source, escaping);
        } catch (TemplateException e) {
            throw new ComposeException("the %s is no valid template: line %d".formatted(what, e.line()), e);
        }
    }

    private static EncodedBody constant(Template template, String source) {
        return template != null && template.constant() ? EncodedBody.of(source == null ? "" : source) : null;
    }

    /** As {@link Content#addressee}. */
    public Recipient addressee(Recipient recipient) {
        return content.addressee(recipient);
    }

    /** The content as rendered for this recipient. */
    public Content render(Map<String, Object> shared, Recipient recipient) {
        RenderBudget budget = RenderBudget.most();
        Recipient addressee = addressee(recipient);
        return new Content(
                shown(content.from()),
                content.replyTo(),
                addressees,
                FieldValue.clean(render("subject", subject, shared, addressee, budget)),
                content.text() == null ? null : render("text", text, shared, addressee, budget),
                content.html() == null ? null : render("html", html, shared, addressee, budget),
                renderHeaders(shared, addressee, isCopy(recipient), budget),
                content.attachments());
    }

    private boolean isCopy(Recipient recipient) {
        return addressees != null && addressees.kind(recipient.ordinal()) != Addressees.Kind.TO;
    }

    /** A field whose value renders to blank is omitted. */
    private Map<String, String> renderHeaders(
            Map<String, Object> shared, Recipient recipient, boolean copy, RenderBudget budget) {
        if (headers.isEmpty()) {
            return Map.of();
        }
        Map<String, String> rendered = new LinkedHashMap<>();
        headers.forEach((name, template) -> {
            if (copy && UNSUBSCRIBE.contains(name.toLowerCase(Locale.ROOT))) {
                return;
            }
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

    private static Addressees shown(Addressees addressees) {
        return addressees == null
                ? null
                : new Addressees(
                        shown(addressees.to()),
                        addressees.cc().stream().map(CompiledContent::shown).toList());
    }

    private static Stream<Mailbox> shownTo(Addressees addressees) {
        return addressees == null
                ? Stream.empty()
                : Stream.concat(Stream.of(addressees.to()), addressees.cc().stream());
    }

    /** The mailbox as the header shows it: a name that is blank when cleaned is left out. */
    public static Mailbox shown(Mailbox mailbox) {
        String name = mailbox.name() == null ? "" : FieldValue.clean(mailbox.name());
        return new Mailbox(mailbox.email(), name.isEmpty() ? null : name);
    }

    /** Whether an address shown in all mails is non-ASCII, so that they need SMTPUTF8 (RFC 6531). */
    public boolean addressesNeedUtf8() {
        return addressesNeedUtf8;
    }

    /**
     * The bytes of a mail of this content; large attachments are chunks that all mails share.
     *
     * @param boundaryKey the secret of the message, see {@link Boundary}
     * @param ordinal of the recipient
     */
    public List<byte[]> mime(MessageHeader header, UUID boundaryKey, int ordinal) {
        return MimeMessage.of(
                layout,
                layout.multipart() ? Boundary.of(boundaryKey, ordinal) : "",
                header,
                text == null ? null : body(constantText, header.rendered().text()),
                html == null ? null : body(constantHtml, header.rendered().html()));
    }

    private static EncodedBody body(EncodedBody constant, String rendered) {
        return constant != null ? constant : EncodedBody.of(rendered);
    }

    /** Upper bound in bytes of a mail's subject, text, HTML and headers, for variables of this extent. */
    public long sizeAtMost(Extent extent) {
        long size = addresses();
        for (Template template : templates) {
            size += template.sizeAtMost(extent);
        }
        return size;
    }

    /** Approximate bytes of the addressees; negligible when there are few. */
    private long addresses() {
        return addressees == null ? 0 : (long) ADDRESS * addressees.cc().size();
    }

    /** Bytes of this recipient's subject, text, HTML and headers; costs as much time as rendering them. */
    public long size(Map<String, Object> shared, Recipient recipient) {
        RenderBudget budget = RenderBudget.measuring(RenderBudget.SIZE, RenderBudget.STEPS);
        long constant = addresses();
        try {
            for (Template template : templates) {
                constant += template.constant() ? template.sizeAtMost(Extent.NONE) : 0;
                template.measure(shared, recipient, budget);
            }
            return constant + budget.size();
        } catch (TemplateException e) {
            // It cannot be composed, and the failed attempt needs no more memory than this.
            return constant + RenderBudget.SIZE;
        }
    }

    /** Approximate bytes that it holds in memory. */
    public long weight() {
        long attached = content.attachments().stream()
                .mapToLong(attachment -> attachment.bytes().length)
                .sum();
        return attached + layout.bytes() + (long) WEIGHT_PER_CHARACTER * characters() + addresses() + BESIDE;
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
