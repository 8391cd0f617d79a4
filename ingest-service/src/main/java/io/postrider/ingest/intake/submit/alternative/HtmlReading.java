package io.postrider.ingest.intake.submit.alternative;

import io.postrider.ingest.intake.submit.alternative.Marks.Depth;
import io.postrider.templates.SourceTag;
import io.postrider.templates.SourceTag.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.nodes.XmlDeclaration;
import org.jsoup.select.NodeVisitor;

/** Traverses a document in order and lays out what a reader sees. */
final class HtmlReading implements NodeVisitor {
    /** Maximum depth at which nested lists are indented. */
    private static final int INDENTED = 8;

    /** Maximum characters by which a link's text may exceed its target and still be compared with it. */
    private static final int LONGEST_ADDITION = 32;

    /** Soft hyphen, joiners used to pad hidden preview text, zero-width space, byte order mark. */
    private static final String INVISIBLE = "\u00AD\u034F\u200B\u2060\uFEFF";

    private final Marks marks;
    private final TextLayout layout;
    private final Deque<Link> links = new ArrayDeque<>();
    private Element hidden;
    private Depth inHidden;
    private int lists;
    private int preformatted;

    private record Link(String target, int from, Depth inside) {}

    HtmlReading(Marks marks, TextLayout layout) {
        this.marks = marks;
        this.layout = layout;
    }

    @Override
    public void head(Node node, int depth) {
        if (marks.torn()) {
            return;
        }
        if (node instanceof Element element) {
            if (hidden == null) {
                open(element);
            } else {
                passAttributes(element, inHidden, null);
            }
        } else if (hidden != null) {
            marks.pass(content(node), inHidden);
        } else if (node instanceof TextNode text) {
            show(text);
        } else {
            marks.passWhole(content(node));
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (marks.torn() || !(node instanceof Element element)) {
            return;
        }
        if (hidden == null) {
            close(element);
        } else if (hidden == element) {
            hidden = null;
            requireWhole(inHidden);
        }
    }

    private void requireWhole(Depth depth) {
        if (!depth.whole()) {
            marks.tear();
        }
    }

    private static String content(Node node) {
        if (node instanceof TextNode text) {
            return text.getWholeText();
        }
        if (node instanceof Comment comment) {
            return comment.getData();
        }
        if (node instanceof DataNode data) {
            return data.getWholeData();
        }
        return node instanceof XmlDeclaration declaration ? declaration.getWholeDeclaration() : "";
    }

    private void open(Element element) {
        if (HtmlElements.hidden(element)) {
            hidden = element;
            inHidden = new Depth();
            passAttributes(element, inHidden, null);
            return;
        }
        Depth unshown = new Depth();
        String shown = passAttributes(element, unshown, shownAttribute(element));
        requireWhole(unshown);
        layout.breakLine(breaks(element));
        switch (element.normalName()) {
            case "a" -> links.push(new Link(LinkTarget.shown(shown), layout.position(), new Depth()));
            case "br" -> layout.newLine();
            case "hr" -> layout.text("---");
            case "img" -> shown.chars().forEach(c -> show((char) c));
            case "li" -> layout.bullet("  ".repeat(Math.max(0, Math.min(lists, INDENTED) - 1)) + "- ");
            case "ol", "ul" -> lists++;
            case "pre" -> preformatted++;
            case "td", "th" -> layout.cell();
            default -> {}
        }
    }

    private void close(Element element) {
        switch (element.normalName()) {
            case "a" -> close(links.pop());
            case "ol", "ul" -> lists--;
            case "pre" -> preformatted--;
            default -> {}
        }
        layout.breakLine(breaks(element));
    }

    /** A nested list is part of its entry. */
    private int breaks(Element element) {
        int breaks = HtmlElements.breaks(element);
        return lists > 0 && HtmlElements.list(element) ? 1 : breaks;
    }

    private static String shownAttribute(Element element) {
        return switch (element.normalName()) {
            case "a" -> "href";
            case "img" -> "alt";
            default -> null;
        };
    }

    /**
     * @param unshown receives the tags of all attributes except the shown one
     * @param name of the attribute that is shown, or null
     * @return its value, or empty
     */
    private String passAttributes(Element element, Depth unshown, String name) {
        String shown = "";
        if (element.attributesSize() == 0) {
            return shown;
        }
        for (Attribute attribute : element.attributes()) {
            marks.pass(attribute.getKey(), unshown);
            if (attribute.getKey().equals(name)) {
                shown = attribute.getValue();
                marks.passWhole(shown);
            } else {
                marks.pass(attribute.getValue(), unshown);
            }
        }
        return shown;
    }

    private void close(Link link) {
        requireWhole(link.inside());
        if (link.target() == null || marks.torn()) {
            return;
        }
        String target = "<" + link.target() + ">";
        int length = layout.position() - link.from();
        String text = length > 2 * link.target().length() + LONGEST_ADDITION ? null : layout.since(link.from());
        if (text != null && text.isEmpty()) {
            layout.text(target);
        } else if (text == null || !LinkTarget.same(marks.source(text), marks.source(link.target()))) {
            layout.append(target);
        }
    }

    private void show(TextNode node) {
        String text = node.getWholeText();
        for (int at = 0; at < text.length() && !marks.torn(); at++) {
            if (text.charAt(at) == Marks.BEGIN) {
                int end = text.indexOf(Marks.END, at);
                SourceTag tag = marks.meet(text, at, end);
                if (tag != null) {
                    show(tag, text.substring(at, end + 1), node, end + 1);
                    at = end;
                }
            } else {
                show(text.charAt(at));
            }
        }
    }

    private void show(char c) {
        if (preformatted > 0) {
            if (c != '\r' && (c != '\n' || !layout.lineBegins())) {
                layout.character(c);
            }
        } else if (space(c)) {
            layout.space();
        } else if (INVISIBLE.indexOf(c) < 0) {
            layout.character(c);
        }
    }

    private static boolean space(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u00A0';
    }

    private void show(SourceTag tag, String mark, TextNode node, int behind) {
        if (tag.kind() == Kind.UNESCAPED) {
            // Its content is HTML.
            marks.tear();
            return;
        }
        if (!links.isEmpty()) {
            links.peek().inside().take(tag);
        }
        if (!tag.block()) {
            layout.text(mark);
        } else if (layout.lineBegins() && (tag.kind() == Kind.CLOSE || alone(node, behind))) {
            layout.tagLine(mark);
        } else {
            layout.tag(mark);
        }
    }

    /** Whether the text after a tag starts on another line, as far as is known here. */
    private boolean alone(TextNode node, int behind) {
        String text = node.getWholeText();
        int at = behind;
        while (at < text.length() && space(text.charAt(at))) {
            at++;
        }
        if (at < text.length()) {
            return text.charAt(at) == Marks.BEGIN
                    && marks.next() != null
                    && marks.next().block();
        }
        return !(node.nextSibling() instanceof Element next)
                || HtmlElements.breaks(next) > 0
                || HtmlElements.hidden(next)
                || next.nameIs("br");
    }
}
