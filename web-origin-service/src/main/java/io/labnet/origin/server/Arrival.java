package io.labnet.origin.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.stream.ChunkedWriteHandler;

/**
 * A connection that was accepted, and what is put in place once it is known what its client speaks.
 *
 * @param number counts connections from 1
 */
record Arrival(Service service, long number, Channel channel) {
    /** What a client may reset, or ask to be answered, within half a minute. */
    private static final int FRAMES_MAX = 200;

    private static final int FRAMES_SECONDS = 30;

    /** Answers to control frames that may wait for a client that takes none. */
    private static final int CONTROL_FRAMES_QUEUED_MAX = 1000;

    /** How long streams may take to end after we said that we go. */
    private static final long FAREWELL_MILLIS = 800;

    void speakHttp1(Face face) {
        var pipeline = channel.pipeline();
        if (face.isSecure()) {
            pipeline.addFirst(new Outflow(null));
            pipeline.addLast(new ChunkedWriteHandler());
        }
        pipeline.addLast(new Connection(service, number, channel, face));
    }

    void speakHttp2(Face face) {
        var log = new ConnectionLog(service, number, channel);
        var streams = new Streams(service, channel);
        var begin =
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        streams.opened(stream);
                        stream.config().setWriteBufferWaterMark(StreamExchange.WATERMARK);
                        stream.pipeline()
                                .addLast(new StreamExchange(service, face, log, streams, stream));
                    }
                };
        channel.pipeline()
                .addLast(new Outflow(service.traffic().bytesSent()))
                .addLast(codec())
                .addLast(new Http2MultiplexHandler(begin))
                .addLast(streams);
    }

    // Every number here is a limit on what one client can make us do (RFC 9113 section 10.5).
    private Http2FrameCodec codec() {
        var message = service.limits().message();
        var settings =
                Http2Settings.defaultSettings()
                        .maxConcurrentStreams(service.limits().streamsMax())
                        .maxHeaderListSize((long) message.lineBytesMax() + message.headBytesMax());
        var codec =
                Http2FrameCodecBuilder.forServer()
                        .initialSettings(settings)
                        .decoderEnforceMaxRstFramesPerWindow(FRAMES_MAX, FRAMES_SECONDS)
                        .encoderEnforceMaxRstFramesPerWindow(FRAMES_MAX, FRAMES_SECONDS)
                        .encoderEnforceMaxQueuedControlFrames(CONTROL_FRAMES_QUEUED_MAX)
                        .gracefulShutdownTimeoutMillis(FAREWELL_MILLIS)
                        .build();
        // From the first stream on, not when the client has acknowledged it: it may never do so.
        codec.connection().remote().maxActiveStreams(service.limits().streamsMax());
        return codec;
    }
}
