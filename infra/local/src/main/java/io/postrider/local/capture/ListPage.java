package io.postrider.local.capture;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The list of mails, the newest first. */
final class ListPage {
    private static final int ROWS = 50;
    /** Maximum mails read by one search, so that no request reads the whole disk. */
    private static final int SEARCHED = 2_000;

    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH);

    /** The data of {@code list.html}; {@code kept}, {@code newest} and {@code older} are empty if not shown. */
    record View(
            String title,
            boolean refresh,
            String received,
            String kept,
            String search,
            List<Row> rows,
            String newest,
            String older) {}

    record Row(
            long number,
            String to,
            String deliveredTo,
            String subject,
            String from,
            String sender,
            String received,
            String time,
            String size) {}

    private final MailBox box;

    ListPage(MailBox box) {
        this.box = box;
    }

    /**
     * @param before only mails older than this number
     * @param search only mails with this text in a header line; empty for all
     */
    String render(long before, String search) {
        List<Row> rows = new ArrayList<>();
        long last = search.isEmpty() ? all(before, rows) : found(before, search, rows);
        boolean newestPage = before == Long.MAX_VALUE;
        String query = search.isEmpty() ? "" : "q=" + URLEncoder.encode(search, StandardCharsets.UTF_8);
        boolean more = last > 0 && box.older(last).isPresent();
        return Pages.render(
                "list",
                new View(
                        "Captured mails",
                        newestPage && search.isEmpty(),
                        "%,d".formatted(box.count()),
                        box.count() > box.kept() ? "%,d".formatted(box.kept()) : "",
                        search,
                        rows,
                        newestPage ? "" : "/?" + query,
                        more ? "/?before=" + last + (query.isEmpty() ? "" : "&" + query) : ""));
    }

    /** Adds a page of rows and returns the number of the last one. */
    private long all(long before, List<Row> rows) {
        long last = 0;
        for (long number : box.newest(before, ROWS)) {
            box.read(number)
                    .ifPresent(source -> rows.add(row(number, CapturedMail.parseHeader(source), source.length)));
            last = number;
        }
        return last;
    }

    private long found(long before, String search, List<Row> rows) {
        String wanted = search.toLowerCase(Locale.ROOT);
        List<Long> numbers = box.newest(before, SEARCHED);
        for (long number : numbers) {
            byte[] source = box.read(number).orElse(new byte[0]);
            CapturedMail mail = CapturedMail.parseHeader(source);
            if (mail.headers().stream()
                    .anyMatch(line -> line.value().toLowerCase(Locale.ROOT).contains(wanted))) {
                rows.add(row(number, mail, source.length));
            }
            if (rows.size() == ROWS) {
                return number;
            }
        }
        return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    }

    private static Row row(long number, CapturedMail mail, int size) {
        String from = mail.header("From");
        String received = mail.received();
        return new Row(
                number,
                mail.header("To"),
                mail.header("Delivered-To"),
                mail.subject(),
                from,
                displayName(from),
                received,
                shortTime(received),
                Pages.size(size));
    }

    /** The name before an address, or the whole text if there is none. */
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
}
