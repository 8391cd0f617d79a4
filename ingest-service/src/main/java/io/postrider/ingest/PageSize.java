package io.postrider.ingest;

/** How many rows a client wants on a page of a list. */
public final class PageSize {
    /** Rows of one page at most. */
    public static final int MOST = 500;

    private static final int USUAL = 100;

    private PageSize() {}

    /** @param limit as the client gave it, or null */
    public static int of(String limit) {
        if (limit == null) {
            return USUAL;
        }
        try {
            int rows = Integer.parseInt(limit);
            if (rows >= 1 && rows <= MOST) {
                return rows;
            }
        } catch (NumberFormatException e) {
            // The refusal below says it.
        }
        throw Problem.invalid("limit: give a number from 1 to %d.".formatted(MOST))
                .refusal();
    }
}
