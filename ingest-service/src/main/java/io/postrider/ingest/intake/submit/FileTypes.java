package io.postrider.ingest.intake.submit;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Media types for files submitted without one, by file name extension, as registered with IANA. */
final class FileTypes {
    /** The generic type (RFC 2046, 4.5.1). */
    static final String ANY = "application/octet-stream";

    private static final String CALENDAR = "ics";
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";
    private static final String OPEN_DOCUMENT = "application/vnd.oasis.opendocument.";

    /** Each type is followed by its extensions. Message types are not included: they cannot be sent as base64. */
    private static final Map<String, String> TYPES = byEnding(
            "application/epub+zip epub",
            "application/gzip gz tgz",
            "application/json json",
            "application/msword doc",
            "application/pdf pdf",
            "application/pkcs7-mime p7m",
            "application/pkcs7-signature p7s",
            "application/rtf rtf",
            "application/vnd.apple.pkpass pkpass",
            "application/vnd.ms-excel xls",
            "application/vnd.ms-outlook msg",
            "application/vnd.ms-powerpoint ppt",
            OFFICE + "presentationml.presentation pptx",
            OFFICE + "spreadsheetml.sheet xlsx",
            OFFICE + "wordprocessingml.document docx",
            OPEN_DOCUMENT + "presentation odp",
            OPEN_DOCUMENT + "spreadsheet ods",
            OPEN_DOCUMENT + "text odt",
            "application/vnd.rar rar",
            "application/x-7z-compressed 7z",
            "application/x-tar tar",
            "application/xml xml",
            "application/zip zip",
            "audio/mp4 m4a",
            "audio/mpeg mp3",
            "audio/ogg ogg oga opus",
            "audio/wav wav",
            "image/avif avif",
            "image/bmp bmp",
            "image/gif gif",
            "image/heic heic",
            "image/jpeg jpg jpeg",
            "image/png png",
            "image/svg+xml svg",
            "image/tiff tif tiff",
            "image/vnd.microsoft.icon ico",
            "image/webp webp",
            "text/calendar ics",
            "text/css css",
            "text/csv csv",
            "text/html html htm",
            "text/markdown md",
            "text/plain txt log",
            "text/vcard vcf",
            "video/mp4 mp4 m4v",
            "video/mpeg mpg mpeg",
            "video/quicktime mov",
            "video/webm webm");

    /** RFC 5546, 1.4: the method of an invitation; without it no mail program recognises the invitation. */
    private static final Pattern METHOD = Pattern.compile("(?im)^METHOD:([A-Z-]{1,20})\\s*$");

    /** Characters of a calendar that are searched for its method, which comes before its components (RFC 5545, 3.6). */
    private static final int CALENDAR_HEAD = 4_096;

    private FileTypes() {}

    private static Map<String, String> byEnding(String... types) {
        Map<String, String> byEnding = new HashMap<>();
        for (String type : types) {
            String[] words = type.split(" ");
            for (int i = 1; i < words.length; i++) {
                byEnding.put(words[i], words[0]);
            }
        }
        return Map.copyOf(byEnding);
    }

    /** @param content null if unknown */
    static String of(String filename, byte[] content) {
        String ending = filename.substring(filename.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = TYPES.getOrDefault(ending, ANY);
        return ending.equals(CALENDAR) ? type + calendar(content) : type;
    }

    /** Calendars are UTF-8 (RFC 5545, 3.1.4), but mail programs do not assume so. */
    private static String calendar(byte[] content) {
        String charset = "; charset=utf-8";
        if (content == null) {
            return charset;
        }
        Matcher method =
                METHOD.matcher(new String(content, 0, Math.min(content.length, CALENDAR_HEAD), StandardCharsets.UTF_8));
        return method.find() ? "; method=" + method.group(1).toUpperCase(Locale.ROOT) + charset : charset;
    }
}
