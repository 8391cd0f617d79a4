package io.postrider.routing;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of mails per unit of time.
 *
 * @param perSecond more than 0; below 1 for less than one mail per second
 */
public record Rate(double perSecond) {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,8}) ?/ ?(s|min|h|d)");
    private static final Map<String, Integer> SECONDS = Map.of("s", 1, "min", 60, "h", 3_600, "d", 86_400);

    /**
     * @throws IllegalArgumentException unless it has a form such as {@code 50/s}, {@code 300/min}, {@code 1000/h} or
     * {@code 5000/d}
     */
    public static Rate of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a rate above 0 such as 50/s, 300/min, 1000/h or 5000/d; to stop a route set suspended: "
                            + "true");
        }
        return new Rate(Double.parseDouble(matcher.group(1)) / SECONDS.get(matcher.group(2)));
    }
}
