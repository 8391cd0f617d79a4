package io.postrider.ingest.web.connections;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.postrider.ingest.web.RequestId;

/**
 * Adds the fields of {@code quarkus.http.header} and an id to answers that Vert.x sends before Quarkus sees the
 * request: for a header that is too large (431), a target that is too long (414), input that is not HTTP (400), and a
 * request without Host. It waits in a new connection's pipeline until the handler that writes answers has been added,
 * which under TLS is after the handshake.
 */
@ChannelHandler.Sharable
final class EarlyResponseHeaders extends ChannelInboundHandlerAdapter {
    /** Vert.x's name for the handler. */
    private static final String ENCODER = "httpEncoder";

    private static final String NO_SNIFF = "nosniff";
    private static final CharSequence CONTENT_TYPE_OPTIONS = "X-Content-Type-Options";
    private static final ChannelHandler WRITING = new Writing();

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        ChannelPipeline pipeline = context.pipeline();
        if (pipeline.get(ENCODER) != null) {
            pipeline.addAfter(ENCODER, Writing.class.getName(), WRITING);
            context.fireChannelRead(read);
            pipeline.remove(this);
        } else {
            context.fireChannelRead(read);
        }
    }

    @ChannelHandler.Sharable
    private static final class Writing extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) {
            if (written instanceof HttpResponse answer
                    && answer.status().codeClass() != HttpStatusClass.INFORMATIONAL
                    && !answer.headers().contains(CONTENT_TYPE_OPTIONS)) {
                answer.headers().set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
                answer.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
                if (!answer.headers().contains(RequestId.HEADER)) {
                    answer.headers().set(RequestId.HEADER, RequestId.next());
                }
            }
            context.write(written, promise);
        }
    }
}
