package io.postrider.local.capture;

import static io.postrider.local.capture.Html.escape;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/** The list of mails, the newest first. */
final class ListPage {
    private static final int ROWS = 50;
    /** Mails that one search looks through, so that no request reads the whole disk. */
    private static final int SEARCHED = 2_000;

    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH);

    private final MailBox box;

    ListPage(MailBox box) {
        this.box = box;
    }

    /**
     * @param before only mails older than this number
     * @param search only mails with this text in a header line; empty for all
     */
    String render(long before, String search) {
        StringBuilder rows = new StringBuilder();
        long last = search.isEmpty() ? all(before, rows) : found(before, search, rows);
        boolean newestPage = before == Long.MAX_VALUE && search.isEmpty();
        StringBuilder page = new StringBuilder(header(search));
        if (rows.isEmpty()) {
            page.append(nothing(search));
        } else {
            page.append("""
                    <table class="list"><thead><tr><th>#</th><th>To</th><th>Subject</th><th>From</th><th>Received (UTC)</th>\
                    <th class="size">Size</th></tr></thead><tbody>
                    """);
            page.append(rows).append("</tbody></table>");
        }
        page.append(footer(before, search, last));
        String refresh = newestPage ? "<meta http-equiv=\"refresh\" content=\"5\">" : "";
        return Html.page("Captured mails", refresh, page.toString());
    }

    /** Appends a page of rows and returns the number of the last one. */
    private long all(long before, StringBuilder rows) {
        long last = 0;
        for (long number : box.newest(before, ROWS)) {
            box.read(number).ifPresent(source -> rows.append(row(number, Mail.parseHeader(source), source.length)));
            last = number;
        }
        return last;
    }

    private long found(long before, String search, StringBuilder rows) {
        String wanted = search.toLowerCase(Locale.ROOT);
        int hits = 0;
        List<Long> numbers = box.newest(before, SEARCHED);
        for (long number : numbers) {
            byte[] source = box.read(number).orElse(new byte[0]);
            Mail mail = Mail.parseHeader(source);
            if (mail.headers().stream()
                    .anyMatch(line -> line.value().toLowerCase(Locale.ROOT).contains(wanted))) {
                rows.append(row(number, mail, source.length));
                hits++;
            }
            if (hits == ROWS) {
                return number;
            }
        }
        return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    }

    private String header(String search) {
        return """
                <header class="bar"><h1><a href="/">Captured mails</a></h1>
                <p class="count"><b>%,d</b> received%s</p>
                <form action="/" method="get" role="search"><input type="search" name="q" value="%s" \
                placeholder="Search headers" aria-label="Search headers"><button>Search</button></form></header>
                """.formatted(
                        box.count(),
                        box.count() > box.kept() ? ", the newest %,d kept".formatted(box.kept()) : "",
                        escape(search));
    }

    private static String nothing(String search) {
        return search.isEmpty()
                ? "<p class=\"empty\">No mail yet. Messages delivered locally will appear here.</p>"
                : "<p class=\"empty\">No mail has <q>%s</q> in its header.</p>".formatted(escape(search));
    }

    private String footer(long before, String search, long last) {
        StringBuilder links = new StringBuilder("<nav class=\"pages\">");
        String query = search.isEmpty()
                ? ""
                : "&amp;q=" + escape(java.net.URLEncoder.encode(search, java.nio.charset.StandardCharsets.UTF_8));
        if (before != Long.MAX_VALUE) {
            links.append("<a href=\"/?%s\">Newest</a>".formatted(query.replaceFirst("^&amp;", "")));
        }
        if (last > 0 && box.older(last).isPresent()) {
            links.append("<a href=\"/?before=%d%s\">Older</a>".formatted(last, query));
        }
        return links.append("</nav>").toString();
    }

    private static String row(long number, Mail mail, int size) {
        String subject = mail.header("Subject").isEmpty() ? "(no subject)" : mail.header("Subject");
        String from = mail.header("From");
        String received = received(mail);
        return """
                <tr><td class="number">%1$d</td><td class="to" title="%2$s">%3$s</td><td class="subject"><a href="/mail/%1$d">%4$s</a></td>\
                <td class="from" title="%5$s">%6$s</td><td class="time" title="%7$s">%8$s</td><td class="size">%9$s</td></tr>
                """.formatted(
                        number,
                        escape(mail.header("To")),
                        escape(mail.header("Delivered-To")),
                        escape(subject),
                        escape(from),
                        escape(displayName(from)),
                        escape(received),
                        escape(shortTime(received)),
                        Html.size(size));
    }

    /** The name in front of an address, or the whole if there is none. */
    private static String displayName(String mailbox) {
        int bracket = mailbox.lastIndexOf('<');
        String name = bracket > 0 ? mailbox.substring(0, bracket).strip().replaceAll("^\"|\"$", "") : "";
        return name.isEmpty() ? mailbox : name;
    }

    private static String shortTime(String received) {
        try {
            return SHORT.format(DateTimeFormatter.RFC_1123_DATE_TIME.parse(received));
        } catch (DateTimeParseException e) {
            return received;
        }
    }

    /** The time our own trace field gives. */
    static String received(Mail mail) {
        String trace = mail.header("Received");
        return trace.substring(trace.lastIndexOf(';') + 1).strip();
    }
}
