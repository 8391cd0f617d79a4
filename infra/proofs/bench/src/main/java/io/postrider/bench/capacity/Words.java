package io.postrider.bench.capacity;

import java.util.Locale;

/** Figures as a person writes them, with two or three digits. */
final class Words {
    private static final double MINUTE = 60;
    private static final double HOUR = 3_600;

    private Words() {}

    static String number(double value) {
        return format(value < 100 && Math.abs(value - Math.rint(value)) > 0.05 ? "%,.1f" : "%,.0f", value);
    }

    static String percent(double part) {
        return number(100 * part) + " %";
    }

    static String bytes(double bytes) {
        if (bytes < 1e9) {
            return format("%.0f MB", bytes / 1e6);
        }
        return bytes < 1e12
                ? format(bytes < 1e10 ? "%.1f GB" : "%.0f GB", bytes / 1e9)
                : format("%.1f TB", bytes / 1e12);
    }

    static String duration(double seconds) {
        if (seconds < 1) {
            return format("%.0f ms", 1_000 * seconds);
        }
        if (seconds < 2 * MINUTE) {
            return format(seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        return seconds < 2 * HOUR ? format("%.0f min", seconds / MINUTE) : format("%.1f h", seconds / HOUR);
    }

    /** @param seconds since midnight */
    static String clock(double seconds) {
        int minutes = (int) (seconds / MINUTE);
        String time = format("%02d:%02d", minutes / 60 % 24, minutes % 60);
        return minutes < 24 * 60 ? time : time + " of the next day";
    }

    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
