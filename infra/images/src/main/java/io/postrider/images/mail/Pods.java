package io.postrider.images.mail;

import io.postrider.local.LocalPorts;
import io.postrider.local.LocalSystem;
import io.postrider.neighbours.net.LinkProxy;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The network that {@code infra/images/containers} has laid out: a namespace and an address for each service, as pods have them, and an
 * address of this side, where its neighbours are.
 */
final class Pods implements AutoCloseable {
    /** The name of the mail server in the routes of the values. */
    static final String RELAY = "relay";

    private static final String NETWORK = "10.211.0.";
    private static final String NEIGHBOURS = NETWORK + 1;
    private static final int POSTGRES = 5432;
    private static final int AMQP = 5672;
    private static final int SMTP = 2525;

    private final Deque<LinkProxy> links = new ArrayDeque<>();

    private Pods() {}

    /** PostgreSQL, the broker and the sink listen on the loopback interface; the pods find them at the ports that the chart says. */
    static Pods beside(LocalPorts ports) {
        Pods pods = new Pods();
        pods.link(new InetSocketAddress(NEIGHBOURS, POSTGRES), loopback(ports.postgres()));
        pods.link(new InetSocketAddress(NEIGHBOURS, AMQP), loopback(ports.amqp()));
        pods.link(new InetSocketAddress(NEIGHBOURS, SMTP), loopback(ports.smtp()));
        return pods;
    }

    static String address(String service) {
        return NETWORK + (2 + LocalSystem.SERVICES.indexOf(service));
    }

    /** As podman's {@code --network} names it. */
    static String namespace(String service) {
        return "ns:/run/netns/postrider-check-" + service;
    }

    /** A line for {@code /etc/hosts}, as podman's {@code --add-host} takes it: each name leads to the neighbours. */
    static String host(String name) {
        return name + ":" + NEIGHBOURS;
    }

    /** @return a port of the loopback interface that leads to a port of a pod */
    String linkTo(String service, int port) {
        return Integer.toString(
                link(loopback(0), new InetSocketAddress(address(service), port)).port());
    }

    private LinkProxy link(InetSocketAddress at, InetSocketAddress neighbour) {
        LinkProxy link = LinkProxy.between(at, neighbour);
        links.push(link);
        return link;
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    @Override
    public void close() {
        List.copyOf(links).forEach(LinkProxy::close);
    }
}
