package io.postrider.ingest.web.parameters;

/** How many rows a client wants on a page of a list. */
public final class PageSize {
    private static final int USUAL = 100;

    private PageSize() {}

    /**
     * The usual number, too, if there is a fault.
     *
     * @param limit as the client gave it, or null
     * @param most rows of a page, {@code postrider.status.page}
     */
    public static int of(QueryParameters parameters, String limit, int most) {
        if (limit == null) {
            return Math.min(USUAL, most);
        }
        try {
            int rows = Integer.parseInt(limit);
            if (rows >= 1 && rows <= most) {
                return rows;
            }
        } catch (NumberFormatException e) {
            // The fault below says it.
        }
        parameters.fault("limit", "give a number from 1 to %d".formatted(most));
        return Math.min(USUAL, most);
    }
}
