package io.postrider.ingest.intake.submit.alternative;

/**
 * Finds HTML that takes the parser far longer than its length suggests. The parser compares each attribute of a tag
 * with all others, and each name after an ampersand with all character names, one character at a time.
 */
final class ParsingCost {
    /** Maximum attributes of one tag. */
    static final int ATTRIBUTES = 64;

    /** Maximum ampersands followed by a name without a semicolon. */
    static final int OPEN_REFERENCES = 4_000;

    /** Length of the longest character name. */
    private static final int NAME_LENGTH = 33;

    /** States of a tag (WHATWG HTML, 13.2.5). */
    private enum At {
        TAG_NAME,
        BEFORE_NAME,
        NAME,
        AFTER_NAME,
        BEFORE_VALUE,
        DOUBLE_QUOTED,
        SINGLE_QUOTED,
        UNQUOTED,
        END
    }

    /** One example of each kind of character that the states distinguish. */
    private static final String KINDS = "a />=\"'";

    /** The next state, by current state and kind of character. */
    private static final int[][] NEXT = table();

    private static final int NAME = At.NAME.ordinal();
    private static final int END = At.END.ordinal();

    /**
     * By state, the maximum number of attributes of a tag that may be in it; any {@code <} before an ASCII letter may
     * begin a tag.
     */
    private int[] most = new int[END];

    private int[] reached = new int[END];

    /** The possible states of a tag, as bits. */
    private int active;

    private ParsingCost() {}

    private static int[][] table() {
        int[][] table = new int[At.END.ordinal()][KINDS.length()];
        for (At state : At.values()) {
            for (int kind = 0; kind < KINDS.length() && state != At.END; kind++) {
                table[state.ordinal()][kind] = next(state, KINDS.charAt(kind)).ordinal();
            }
        }
        return table;
    }

    static boolean isLow(String html) {
        return hasFewAttributes(html) && hasFewOpenReferences(html);
    }

    private static boolean hasFewAttributes(String html) {
        ParsingCost cost = new ParsingCost();
        for (int at = html.indexOf('<'); at >= 0 && at < html.length(); at++) {
            char c = html.charAt(at);
            cost.step(c);
            if (c == '<' && at + 1 < html.length() && Character.isLetter(html.charAt(at + 1))) {
                cost.begin();
            }
            if ((cost.active & 1 << NAME) != 0 && cost.most[NAME] > ATTRIBUTES) {
                return false;
            }
            if (cost.active == 0) {
                int next = html.indexOf('<', at + 1);
                at = next < 0 ? html.length() : next - 1;
            }
        }
        return true;
    }

    private void begin() {
        int name = At.TAG_NAME.ordinal();
        if ((active & 1 << name) == 0) {
            active |= 1 << name;
            most[name] = 0;
        }
    }

    private void step(char c) {
        int kind = kind(c);
        int after = 0;
        for (int states = active; states != 0; states &= states - 1) {
            int state = Integer.numberOfTrailingZeros(states);
            int next = NEXT[state][kind];
            if (next != END) {
                int attributes = most[state] + (next == NAME && state != NAME ? 1 : 0);
                boolean first = (after & 1 << next) == 0;
                reached[next] = first ? attributes : Math.max(reached[next], attributes);
                after |= 1 << next;
            }
        }
        int[] free = most;
        most = reached;
        reached = free;
        active = after;
    }

    private static int kind(char c) {
        return c > '>' ? 0 : c == '\n' || c == '\t' || c == '\r' || c == '\f' ? 1 : Math.max(0, KINDS.indexOf(c));
    }

    private static At next(At state, char c) {
        boolean space = c == ' ';
        return switch (state) {
            case TAG_NAME -> space || c == '/' ? At.BEFORE_NAME : c == '>' ? At.END : At.TAG_NAME;
            case BEFORE_NAME -> space || c == '/' ? At.BEFORE_NAME : c == '>' ? At.END : At.NAME;
            case NAME -> space ? At.AFTER_NAME : behindName(c);
            case AFTER_NAME -> space ? At.AFTER_NAME : behindName(c);
            case BEFORE_VALUE -> space ? At.BEFORE_VALUE : beginOfValue(c);
            case DOUBLE_QUOTED -> c == '"' ? At.BEFORE_NAME : At.DOUBLE_QUOTED;
            case SINGLE_QUOTED -> c == '\'' ? At.BEFORE_NAME : At.SINGLE_QUOTED;
            case UNQUOTED -> space ? At.BEFORE_NAME : c == '>' ? At.END : At.UNQUOTED;
            case END -> At.END;
        };
    }

    private static At behindName(char c) {
        return switch (c) {
            case '/' -> At.BEFORE_NAME;
            case '=' -> At.BEFORE_VALUE;
            case '>' -> At.END;
            default -> At.NAME;
        };
    }

    private static At beginOfValue(char c) {
        return switch (c) {
            case '"' -> At.DOUBLE_QUOTED;
            case '\'' -> At.SINGLE_QUOTED;
            case '>' -> At.END;
            default -> At.UNQUOTED;
        };
    }

    private static boolean hasFewOpenReferences(String html) {
        int open = 0;
        for (int at = html.indexOf('&'); at >= 0; at = html.indexOf('&', at + 1)) {
            int end = at + 1;
            while (end < html.length() && end - at < NAME_LENGTH && Character.isLetterOrDigit(html.charAt(end))) {
                end++;
            }
            boolean named = end > at + 1;
            open += named && (end == html.length() || html.charAt(end) != ';') ? 1 : 0;
        }
        return open <= OPEN_REFERENCES;
    }
}
