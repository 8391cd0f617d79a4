package io.postrider.e2e.faults;

import java.time.Duration;

/**
 * The result of a fault for the mail.
 *
 * @param kind of the fault
 * @param measured the day, and the commit
 * @param lost accepted recipients without a final state, and those recorded as delivered that the mail server does not
 *     know
 * @param copies mails beyond the first of a recipient
 * @param most copies that are within the promise
 * @param recovered from the end of the fault to the first mail, of each lane, that was accepted after it and has arrived
 * @param settled from the end of the fault until all was final
 */
record FaultResult(
        String fault,
        String kind,
        int accepted,
        long delivered,
        long lost,
        long copies,
        int most,
        Duration recovered,
        Duration settled,
        String measured) {

    String line() {
        return "| %s | %,d | %,d | %d | %,d of %,d | %.1f s | %.1f s |"
                .formatted(fault, accepted, delivered, lost, copies, most, seconds(recovered), seconds(settled));
    }

    static double seconds(Duration time) {
        return time.toMillis() / 1_000.0;
    }
}
