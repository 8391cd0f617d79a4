package io.postrider.queue.amqp;

import io.postrider.names.KnownAddresses;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.NetClientImpl;

/**
 * Makes the AMQP client connect to the known addresses of the brokers' names. The client accepts only a name; with an
 * address in its place, TLS would verify the certificate against the address.
 */
final class BrokerVertx extends VertxWrapper {
    private final KnownAddresses addresses;

    BrokerVertx(Vertx vertx, KnownAddresses addresses) {
        super((VertxInternal) vertx);
        this.addresses = addresses;
    }

    @Override
    public NetClient createNetClient(NetClientOptions options) {
        CloseFuture closing = new CloseFuture();
        Client client = new Client(options, closing);
        closing.add(client);
        return client;
    }

    private final class Client extends NetClientImpl {
        Client(NetClientOptions options, CloseFuture closing) {
            super(delegate, null, options, closing);
        }

        @Override
        public NetClient connect(SocketAddress to, String serverName, Handler<AsyncResult<NetSocket>> handler) {
            Context context = delegate.getOrCreateContext();
            addresses
                    .of(to)
                    .onComplete(found -> context.runOnContext(onLink -> {
                        if (found.succeeded()) {
                            super.connect(found.result(), serverName, handler);
                        } else {
                            handler.handle(Future.failedFuture(found.cause()));
                        }
                    }));
            return this;
        }
    }
}
