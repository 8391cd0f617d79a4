package io.postrider.local.capture;

import static io.postrider.local.capture.Html.escape;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** One mail: its HTML, text, headers and source, and its attachments. */
final class ReadPage {
    /** Characters of the source that are shown; the file itself can be downloaded. */
    private static final int SHOWN = 400_000;

    private final MailBox box;

    ReadPage(MailBox box) {
        this.box = box;
    }

    /** @param view html, text, headers or source; the first that the mail has when it is none of these */
    String render(long number, CapturedMail mail, String view) {
        String shown = switch (view) {
            case "html", "text", "headers", "source" -> view;
            default -> mail.html().isPresent() ? "html" : "text";
        };
        String content = head(number, mail) + tabs(number, mail, shown) + view(number, mail, shown);
        return Html.page(mail.header("Subject"), "", content);
    }

    private String head(long number, CapturedMail mail) {
        String subject = mail.header("Subject").isEmpty() ? "(no subject)" : mail.header("Subject");
        StringBuilder head = new StringBuilder(
                "<header class=\"bar\"><nav class=\"crumbs\"><a href=\"/\">Captured mails</a></nav><nav class=\"pages\">");
        box.newer(number).ifPresent(newer -> head.append("<a href=\"/mail/%d\">Newer</a>".formatted(newer)));
        box.older(number).ifPresent(older -> head.append("<a href=\"/mail/%d\">Older</a>".formatted(older)));
        head.append("</nav></header><h1 class=\"subject\">")
                .append(escape(subject))
                .append("</h1><dl class=\"head\">");
        for (String name : List.of("From", "To", "Cc", "Reply-To")) {
            entry(head, name, mail.header(name));
        }
        entry(head, "Received", ListPage.received(mail));
        entry(head, "Envelope", "from %s to %s".formatted(mail.header("Return-Path"), envelopeTo(mail)));
        return head.append("</dl>").append(attachments(number, mail)).toString();
    }

    private static String envelopeTo(CapturedMail mail) {
        return mail.headers().stream()
                .filter(line -> line.name().equalsIgnoreCase("Delivered-To"))
                .map(line -> "<" + line.value() + ">")
                .collect(Collectors.joining(", "));
    }

    private static void entry(StringBuilder head, String name, String value) {
        if (!value.isBlank()) {
            head.append("<dt>%s</dt><dd>%s</dd>".formatted(name, escape(value)));
        }
    }

    private static String attachments(long number, CapturedMail mail) {
        StringBuilder list = new StringBuilder();
        for (CapturedMail.Part part : mail.parts()) {
            list.append("<li><a href=\"/mail/%d/part/%d\">%s</a> <span>%s, %s%s</span></li>"
                    .formatted(
                            number,
                            part.number(),
                            escape(part.name()),
                            escape(part.type()),
                            Html.size(part.bytes().length),
                            part.contentId() == null ? "" : ", inline"));
        }
        return list.isEmpty() ? "" : "<ul class=\"parts\">" + list + "</ul>";
    }

    private static String tabs(long number, CapturedMail mail, String shown) {
        StringBuilder tabs = new StringBuilder("<nav class=\"tabs\">");
        for (String view : List.of("html", "text", "headers", "source")) {
            boolean there = (!view.equals("html") || mail.html().isPresent())
                    && (!view.equals("text") || mail.text().isPresent());
            String label = view.equals("html") ? "HTML" : Character.toUpperCase(view.charAt(0)) + view.substring(1);
            tabs.append(
                    there
                            ? "<a href=\"/mail/%d?view=%s\"%s>%s</a>"
                                    .formatted(number, view, view.equals(shown) ? " aria-current=\"page\"" : "", label)
                            : "<span>%s</span>".formatted(label));
        }
        return tabs.append("<a class=\"download\" href=\"/mail/%d/source\">Download .eml</a></nav>".formatted(number))
                .toString();
    }

    private static String view(long number, CapturedMail mail, String shown) {
        return switch (shown) {
            case "html" -> """
                <fieldset class="width"><label><input type="radio" name="width" checked> Desktop</label>\
                <label><input type="radio" name="width" id="phone"> Phone</label></fieldset>
                <div class="frame"><iframe sandbox src="/mail/%d/html" title="The mail's HTML"></iframe></div>
                """.formatted(number);
            case "text" ->
                "<pre class=\"text\">" + Html.escapeLines(mail.text().orElse("This mail has no text part.")) + "</pre>";
            case "headers" -> headers(mail);
            default -> source(mail);
        };
    }

    private static String headers(CapturedMail mail) {
        StringBuilder table = new StringBuilder("<table class=\"headers\"><tbody>");
        mail.headers()
                .forEach(line -> table.append(
                        "<tr><th>%s</th><td>%s</td></tr>".formatted(escape(line.name()), escape(line.value()))));
        return table.append("</tbody></table>").toString();
    }

    private static String source(CapturedMail mail) {
        String source = new String(mail.source(), StandardCharsets.UTF_8);
        String cut = source.length() > SHOWN ? source.substring(0, SHOWN) + "\n… the rest is in the .eml file" : source;
        return "<pre class=\"source\">" + Html.escapeLines(cut) + "</pre>";
    }

    /** The HTML as it came, with the images that came along in place of their cid links (RFC 2392). */
    static String withInlineImages(CapturedMail mail) {
        String html = mail.html().orElse("");
        for (CapturedMail.Part part : mail.parts()) {
            if (part.contentId() != null && part.type().matches("image/[a-z0-9.+-]{1,40}")) {
                String data = "data:%s;base64,%s"
                        .formatted(part.type(), Base64.getEncoder().encodeToString(part.bytes()));
                html = html.replace("cid:" + part.contentId(), data);
            }
        }
        return html;
    }
}
