package io.postrider.pg;

import io.vertx.core.net.SocketAddress;
import io.vertx.pgclient.PgConnectOptions;

/** How to connect to a server at the address that is known of its name; the server's certificate must still bear the name. */
final class ServerAddress extends PgConnectOptions {
    private final SocketAddress address;

    ServerAddress(PgConnectOptions server, SocketAddress address) {
        super(server);
        this.address = address;
    }

    @Override
    public SocketAddress getSocketAddress() {
        return address;
    }
}
