package io.postrider.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** The mail servers of a domain, or why there are none. */
public sealed interface MxAnswer {

    /**
     * @param name in lower case, without a final dot
     * @param rank 0 for the most preferred; equal for those of equal preference
     */
    record Host(String name, int rank) {}

    /**
     * Its mail servers: those of its MX records, or the domain itself if it has none (RFC 5321, 5.1).
     *
     * @param all at least one, by rank and then by name: domains with the same servers have equal values
     */
    record Hosts(List<Host> all) implements MxAnswer {
        public Hosts {
            all = List.copyOf(all);
        }

        /** The names in the order of attempts: by rank, and within a rank in random order (RFC 5321, 5.1). */
        public List<String> inTurn(RandomGenerator random) {
            List<String> names = new ArrayList<>(all.size());
            int from = 0;
            for (int i = 0; i < all.size(); i++) {
                names.add(all.get(i).name());
                boolean rankEnds = i + 1 == all.size()
                        || all.get(i + 1).rank() != all.get(i).rank();
                if (rankEnds) {
                    shuffle(names.subList(from, names.size()), random);
                    from = names.size();
                }
            }
            return names;
        }

        /** The names of the most preferred servers. */
        public List<String> preferred() {
            return all.stream().filter(host -> host.rank() == 0).map(Host::name).toList();
        }

        /**
         * The servers preferred to a host, or all if it is not among them: a server that finds itself in the list
         * delivers only to more preferred ones, to avoid loops (RFC 5321, 5.1).
         */
        public List<Host> before(String name) {
            return all.stream()
                    .filter(host -> host.name().equals(name))
                    .findFirst()
                    .map(own -> all.stream()
                            .filter(host -> host.rank() < own.rank())
                            .toList())
                    .orElse(all);
        }

        private static void shuffle(List<String> names, RandomGenerator random) {
            for (int i = names.size() - 1; i > 0; i--) {
                Collections.swap(names, i, random.nextInt(i + 1));
            }
        }
    }

    /** The domain accepts no mail (null MX, RFC 7505). */
    record NullMx() implements MxAnswer {}

    /**
     * There is no such domain, or it has neither mail server nor address.
     *
     * @param why the reason, for logs and events
     */
    record NoSuchDomain(String why) implements MxAnswer {}

    /**
     * The lookup failed temporarily.
     *
     * @param why the reason, for logs and events
     */
    record Failed(String why) implements MxAnswer {}
}
