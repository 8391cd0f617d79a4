package io.postrider.bench.capacity.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is seen in a simulation. Times are seconds since midnight, durations seconds. */
public final class Observations {
    public static final double QUARTER = 900;
    private static final int HOUR = 3_600;

    private final Map<String, OfSite> sites = new LinkedHashMap<>();
    private final List<Durations> campaigns = new ArrayList<>();
    private final Durations firstReply = new Durations();
    private final Durations transactional = new Durations();
    private int backlog;
    private int largestBacklog;
    private double lastAt;

    public Observations(Scenario scenario) {
        scenario.providers().forEach(provider -> sites.put(provider.name(), new OfSite()));
        scenario.workload().launches().forEach(launch -> campaigns.add(new Durations()));
    }

    /** Of one site. */
    public static final class OfSite {
        private final List<Integer> backlogs = new ArrayList<>();
        private final Map<Integer, Integer> startedInHour = new LinkedHashMap<>();
        private final Map<Integer, Double> busyInHour = new LinkedHashMap<>();
        private int backlog;
        private int largest;
        private double largestAt;
        private int deliveries;

        void accepted(double now) {
            if (++backlog > largest) {
                largest = backlog;
                largestAt = now;
            }
        }

        void started(double now, double busy) {
            int hour = (int) (now / HOUR);
            startedInHour.merge(hour, 1, Integer::sum);
            busyInHour.merge(hour, busy, Double::sum);
        }

        void delivered() {
            backlog--;
            deliveries++;
        }

        void sample() {
            backlogs.add(backlog);
        }

        /** Accepted and not delivered, those included that wait for another attempt. */
        public int backlog() {
            return backlog;
        }

        public int largestBacklog() {
            return largest;
        }

        public double largestBacklogAt() {
            return largestAt;
        }

        public int deliveries() {
            return deliveries;
        }

        /** Backlog of each quarter of an hour. */
        public List<Integer> backlogs() {
            return backlogs;
        }

        /** Attempts a second in the busiest hour. */
        public double busiestRate() {
            return startedInHour.values().stream()
                            .mapToInt(Integer::intValue)
                            .max()
                            .orElse(0)
                    / (double) HOUR;
        }

        /** Connections in use in the busiest hour, on average. */
        public double busiestConnections() {
            return busyInHour.values().stream()
                            .mapToDouble(Double::doubleValue)
                            .max()
                            .orElse(0)
                    / HOUR;
        }

        public int startedIn(int hour) {
            return startedInHour.getOrDefault(hour, 0);
        }
    }

    public void accepted() {
        largestBacklog = Math.max(largestBacklog, ++backlog);
    }

    public void firstReply(Mail mail, double now) {
        if (mail.urgent()) {
            firstReply.add(now - mail.acceptedAt);
        }
    }

    public void delivered(Mail mail, double now) {
        (mail.urgent() ? transactional : campaigns.get(mail.campaign)).add(now - mail.acceptedAt);
        backlog--;
        lastAt = now;
    }

    public OfSite site(String name) {
        return sites.get(name);
    }

    public Map<String, OfSite> sites() {
        return sites;
    }

    /** Transactional mails, from their acceptance to the first reply of the mail server. */
    public Durations firstReply() {
        return firstReply;
    }

    /** Transactional mails, from their acceptance to their delivery, retries included. */
    public Durations transactional() {
        return transactional;
    }

    /** Mails of a campaign, from its launch to their delivery; in the order of the workload. */
    public Durations campaign(int number) {
        return campaigns.get(number);
    }

    public double lastAt() {
        return lastAt;
    }

    public void sample() {
        sites.values().forEach(OfSite::sample);
    }

    /** Mails that are accepted and not delivered, over all sites. */
    public int backlog() {
        return backlog;
    }

    public int largestBacklog() {
        return largestBacklog;
    }

    /** Attempts a second over all sites in the busiest hour. */
    public double busiestRate() {
        int most = 0;
        for (int hour = 0; hour <= lastAt / HOUR; hour++) {
            int one = hour;
            most = Math.max(
                    most,
                    sites.values().stream()
                            .mapToInt(site -> site.startedIn(one))
                            .sum());
        }
        return most / (double) HOUR;
    }
}
