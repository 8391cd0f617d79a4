package io.postrider.ingest.intake.dispatch;

import io.postrider.testing.Patience;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonHelper;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A broker that holds what it gets, unsettled, until it is to refuse it; later it accepts. */
final class RefusingBroker implements AutoCloseable {
    private final ProtonServer server;
    private final int port;
    private final List<ProtonDelivery> held = new ArrayList<>();
    private Context context;
    private boolean accepting;

    RefusingBroker(Vertx vertx) {
        CompletableFuture<Integer> listening = new CompletableFuture<>();
        server = ProtonServer.create(vertx)
                .connectHandler(this::connected)
                .listen(0, "127.0.0.1", done -> listening.complete(done.result().actualPort()));
        port = Patience.result(listening);
    }

    int port() {
        return port;
    }

    synchronized int holds() {
        return held.size();
    }

    synchronized void refuseAll() {
        List<ProtonDelivery> refused = List.copyOf(held);
        held.clear();
        context.runOnContext(now -> refused.forEach(delivery -> ProtonHelper.rejected(delivery, true)));
    }

    /** What it holds, too. */
    synchronized void acceptFromNowOn() {
        accepting = true;
        List<ProtonDelivery> accepted = List.copyOf(held);
        held.clear();
        context.runOnContext(now -> accepted.forEach(delivery -> ProtonHelper.accepted(delivery, true)));
    }

    @Override
    public void close() {
        server.close();
    }

    private void connected(ProtonConnection connection) {
        connection
                .openHandler(opened -> connection.open())
                .sessionOpenHandler(session -> session.open())
                .receiverOpenHandler(this::attached);
    }

    private void attached(ProtonReceiver receiver) {
        receiver.setTarget(receiver.getRemoteTarget())
                .setAutoAccept(false)
                .handler((delivery, message) -> arrived(delivery))
                .open();
    }

    private synchronized void arrived(ProtonDelivery delivery) {
        context = Vertx.currentContext();
        if (accepting) {
            ProtonHelper.accepted(delivery, true);
        } else {
            held.add(delivery);
        }
    }
}
