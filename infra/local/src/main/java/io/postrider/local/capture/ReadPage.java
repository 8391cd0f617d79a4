package io.postrider.local.capture;

import io.postrider.local.capture.CapturedMail.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** One mail: its HTML, text, headers and source, and its attachments. */
final class ReadPage {
    /** Maximum characters of the source that are shown; the whole file can be downloaded. */
    private static final int SHOWN = 400_000;

    private static final List<String> VIEWS = List.of("html", "text", "headers", "source");

    /** The data of {@code read.html}; {@code newer} and {@code older} are null at the ends of the list. */
    record View(
            String title,
            long number,
            Long newer,
            Long older,
            String subject,
            List<Line> head,
            List<Attachment> parts,
            List<Tab> tabs,
            String view,
            List<Line> headers,
            Pages.Lines lines) {}

    record Attachment(int number, String name, String type, String size, boolean inline) {}

    /** @param there whether the mail has this view */
    record Tab(String view, String label, boolean there, boolean shown) {}

    private final MailBox box;

    ReadPage(MailBox box) {
        this.box = box;
    }

    /** @param view html, text, headers or source; anything else selects the first that the mail has */
    String render(long number, CapturedMail mail, String view) {
        String first = mail.html().isPresent() ? "html" : "text";
        String shown = VIEWS.contains(view) ? view : first;
        return Pages.render(
                "read",
                new View(
                        mail.header("Subject"),
                        number,
                        box.newer(number).orElse(null),
                        box.older(number).orElse(null),
                        mail.subject(),
                        head(mail),
                        mail.parts().stream().map(ReadPage::attachment).toList(),
                        VIEWS.stream().map(each -> tab(each, mail, shown)).toList(),
                        shown,
                        mail.headers(),
                        new Pages.Lines(
                                shown.equals("text")
                                        ? mail.text().orElse("This mail has no text part.")
                                        : source(mail))));
    }

    private static List<Line> head(CapturedMail mail) {
        List<Line> head = new ArrayList<>();
        for (String name : List.of("From", "To", "Cc", "Reply-To")) {
            head.add(new Line(name, mail.header(name).strip()));
        }
        head.add(new Line("Received", mail.received()));
        head.add(new Line("Envelope", "from %s to %s".formatted(mail.header("Return-Path"), envelopeTo(mail))));
        return head;
    }

    private static String envelopeTo(CapturedMail mail) {
        return mail.headers().stream()
                .filter(line -> line.name().equalsIgnoreCase("Delivered-To"))
                .map(line -> "<" + line.value() + ">")
                .collect(Collectors.joining(", "));
    }

    private static Attachment attachment(CapturedMail.Part part) {
        return new Attachment(
                part.number(), part.name(), part.type(), Pages.size(part.bytes().length), part.contentId() != null);
    }

    private static Tab tab(String view, CapturedMail mail, String shown) {
        boolean there = switch (view) {
            case "html" -> mail.html().isPresent();
            case "text" -> mail.text().isPresent();
            default -> true;
        };
        String label = view.equals("html") ? "HTML" : Character.toUpperCase(view.charAt(0)) + view.substring(1);
        return new Tab(view, label, there, view.equals(shown));
    }

    private static String source(CapturedMail mail) {
        String source = new String(mail.source(), StandardCharsets.UTF_8);
        return source.length() > SHOWN ? source.substring(0, SHOWN) + "\n… the rest is in the .eml file" : source;
    }

    /** The HTML as received, with embedded images in place of cid links (RFC 2392). */
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
