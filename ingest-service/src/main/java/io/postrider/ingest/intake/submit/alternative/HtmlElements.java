package io.postrider.ingest.intake.submit.alternative;

import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Tag;

/** How HTML elements are represented in plain text. */
final class HtmlElements {
    private static final Set<String> VOID = Set.of(
            "area",
            "base",
            "basefont",
            "bgsound",
            "br",
            "col",
            "embed",
            "frame",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr");

    /** Elements whose content is not HTML. */
    private static final Set<String> RAW =
            Set.of("script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp");

    private static final Set<String> NOT_SHOWN = Set.of("template", "svg", "math", "select", "datalist");

    private static final Pattern HIDING_STYLE =
            Pattern.compile("(?:^|[;\\s])(?:display\\s*:\\s*none|visibility\\s*:\\s*hidden)", Pattern.CASE_INSENSITIVE);

    /** By convention the preview text that an inbox shows next to the subject, hidden by the style sheet. */
    private static final Pattern HIDING_CLASS = Pattern.compile("(?:^|\\s)preheader(?:\\s|$)");

    private HtmlElements() {}

    /** Informs the parser which elements have no end tag and which contain no elements. */
    static void define(Tag tag) {
        if (VOID.contains(tag.normalName())) {
            tag.set(Tag.Void);
        } else if (RAW.contains(tag.normalName())) {
            tag.set(Tag.Data);
        }
    }

    /** Line breaks before and after it, if there is text: 0 for inline elements. */
    static int breaks(Element element) {
        return switch (element.normalName()) {
            case "p",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "ul",
                    "ol",
                    "dl",
                    "blockquote",
                    "pre",
                    "hr",
                    "table",
                    "form",
                    "fieldset",
                    "figure" -> 2;
            case "div",
                    "li",
                    "tr",
                    "section",
                    "article",
                    "header",
                    "footer",
                    "main",
                    "nav",
                    "aside",
                    "center",
                    "address",
                    "dt",
                    "dd",
                    "caption",
                    "figcaption",
                    "thead",
                    "tbody",
                    "tfoot",
                    "details",
                    "summary",
                    "body",
                    "head" -> 1;
            default -> 0;
        };
    }

    static boolean cell(Element element) {
        return element.nameIs("td") || element.nameIs("th");
    }

    static boolean list(Element element) {
        return element.nameIs("ul") || element.nameIs("ol");
    }

    static boolean hidden(Element element) {
        if (RAW.contains(element.normalName()) || NOT_SHOWN.contains(element.normalName())) {
            return true;
        }
        return element.attributesSize() > 0
                && (element.hasAttr("hidden")
                        || HIDING_STYLE.matcher(element.attr("style")).find()
                        || HIDING_CLASS.matcher(element.className()).find());
    }
}
