package io.postrider.templates.parse;

/** The lines of a source, as it is read. */
final class LineCounter {
    private final String source;
    private int number = 1;

    LineCounter(String source) {
        this.source = source;
    }

    /** Of what is read next, from 1. */
    int number() {
        return number;
    }

    void pass(int from, int to) {
        // Not by indexOf, which goes on to the end of the source: with it the time grew with the square of the tags.
        for (int at = from; at < to; at++) {
            if (source.charAt(at) == '\n') {
                number++;
            }
        }
    }

    /** Where the line of a tag begins if there is nothing else but blanks in it; else -1. Looks no further back than {@code read}. */
    int startOfOnly(int read, int open, int end) {
        int at = open;
        while (at > read && (source.charAt(at - 1) == ' ' || source.charAt(at - 1) == '\t')) {
            at--;
        }
        boolean begins = at == 0 || (at > read && source.charAt(at - 1) == '\n');
        return begins && endsAt(end) ? at : -1;
    }

    private boolean endsAt(int end) {
        int at = end;
        while (at < source.length() && " \t\r".indexOf(source.charAt(at)) >= 0) {
            at++;
        }
        return at == source.length() || source.charAt(at) == '\n';
    }

    /** Where the next line begins. */
    int next(int from) {
        int newline = source.indexOf('\n', from);
        return newline < 0 ? source.length() : newline + 1;
    }
}
