package io.postrider.ingest.web.parameters;

/** The number of rows that a client requests for a page of a list. */
public final class PageSize {
    private static final int USUAL = 100;

    private PageSize() {}

    /**
     * Returns the default if there is a fault.
     *
     * @param limit as supplied by the client, or null
     * @param most maximum rows of a page, {@code postrider.status.page}
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
            // Reported as a fault below.
        }
        parameters.fault("limit", "give a number from 1 to %d".formatted(most));
        return Math.min(USUAL, most);
    }
}
