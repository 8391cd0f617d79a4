package io.postrider.ingest.intake.submit.alternative;

/** The target of a link, as shown in a text. */
final class LinkTarget {
    private static final String MAILTO = "mailto:";
    private static final String TEL = "tel:";

    private LinkTarget() {}

    /**
     * The target as shown.
     *
     * @param href the attribute's value
     * @return null if it is useless to a reader of the text
     */
    static String shown(String href) {
        String target = written(href.strip());
        if (target.isEmpty() || target.startsWith("#") || scheme(target, "javascript:")) {
            return null;
        }
        if (scheme(target, "data:") || scheme(target, "cid:") || scheme(target, "about:")) {
            return null;
        }
        if (scheme(target, MAILTO) && target.indexOf('?') < 0) {
            return target.substring(MAILTO.length());
        }
        return scheme(target, TEL) ? target.substring(TEL.length()) : target;
    }

    private static String written(String href) {
        StringBuilder written = new StringBuilder(href.length());
        for (int i = 0; i < href.length(); i++) {
            char c = href.charAt(i);
            switch (c) {
                case ' ' -> written.append("%20");
                case '<' -> written.append("%3C");
                case '>' -> written.append("%3E");
                case '\t', '\r', '\n' -> {
                    // Browsers remove them as well (WHATWG URL, 4.4).
                }
                default -> written.append(c);
            }
        }
        return written.toString();
    }

    private static boolean scheme(String target, String scheme) {
        return target.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /** Whether a text already shows its link's target. */
    static boolean same(String text, String target) {
        return bare(text).equalsIgnoreCase(bare(target));
    }

    private static String bare(String target) {
        String bare = scheme(target, "https://") ? target.substring(8) : target;
        bare = scheme(bare, "http://") ? bare.substring(7) : bare;
        return bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
    }
}
