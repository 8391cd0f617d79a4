package io.postrider.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the name that was probably meant by a misspelt one. Case, hyphens and underscores are ignored. One wrong,
 * missing, additional or swapped character is tolerated, two in names of six or more. The cost is bounded: names above
 * {@value #LONGEST} characters are not compared.
 */
public final class Spelling {
    /** Maximum characters of a name that is compared. */
    public static final int LONGEST = 40;

    private static final int SHORT = 2;
    private static final int LONG = 6;

    private Spelling() {}

    /** The nearest name; among equally near ones the first alphabetically. Empty if none is near. */
    public static Optional<String> nearest(String given, Collection<String> known) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        String written = plain(given);
        int allowed = written.length() <= SHORT ? 0 : written.length() < LONG ? 1 : 2;
        String nearest = null;
        int least = allowed + 1;
        for (String name : known) {
            int distance = distance(written, plain(name), allowed);
            if (distance < least || distance == least && nearest != null && name.compareTo(nearest) < 0) {
                least = distance;
                nearest = name;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static String plain(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /**
     * The number of characters to insert, delete, replace or swap with their neighbour; if it exceeds {@code most},
     * some number above {@code most}.
     */
    private static int distance(String one, String other, int most) {
        if (Math.abs(one.length() - other.length()) > most) {
            return most + 1;
        }
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : cheapest(cost, one, other, i, j);
            }
        }
        return cost[one.length()][other.length()];
    }

    private static int cheapest(int[][] cost, String one, String other, int i, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
