package io.labnet.origin.server;

import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Plan;
import io.labnet.origin.message.Field;
import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Status;
import io.labnet.origin.message.StreamRequest;
import io.labnet.origin.message.StreamRequest.Malformed;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of an HTTP/2 connection: a request and its answer (RFC 9113 section 8.1).
 *
 * <p>Runs on its connection's event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class StreamExchange extends ChannelInboundHandlerAdapter {
    /** How much of an answer waits for the client; the rest stays where it is. */
    static final WriteBufferWaterMark WATERMARK = new WriteBufferWaterMark(8 * 1024, 16 * 1024);

    private static final Logger LOG = LoggerFactory.getLogger(StreamExchange.class);

    /** What the stream is doing, and so what may last how long. */
    private enum Phase {
        TAKING,
        WORKING,
        SENDING
    }

    private final Service service;
    private final Face face;
    private final ConnectionLog log;
    private final Streams streams;
    private final Deadline deadline;
    private final Patience patience;
    private @Nullable StreamRequest request;
    private @Nullable Answer told;
    private @Nullable Job job;
    private @Nullable Outgoing outgoing;
    private long contentBytesMax;
    private long contentBytes;
    private long piecesSeen;
    private Phase phase = Phase.TAKING;
    private boolean whole;
    private boolean ended;

    StreamExchange(Service service, Face face, ConnectionLog log, Streams streams, Channel stream) {
        this.service = service;
        this.face = face;
        this.log = log;
        this.streams = streams;
        this.deadline = new Deadline(stream);
        this.patience = new Patience(service.limits().bodyGrace(), service.limits().bodyRate());
        this.contentBytesMax = service.limits().message().bodyBytesMax();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            if (!ended) {
                hear(ctx, frame);
            }
        } catch (Malformed malformed) {
            LOG.debug("{}: {}", ctx.channel(), malformed.getMessage());
            reset(ctx, Http2Error.PROTOCOL_ERROR);
        } catch (Refusal refusal) {
            var error = Answer.telling(refusal.status(), refusal.why());
            answer(ctx, head(), service.shown(error, head(), face));
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private void hear(ChannelHandlerContext ctx, Object frame) throws Malformed, Refusal {
        switch (frame) {
            case Http2HeadersFrame headers when request == null -> begin(ctx, headers);
            case Http2HeadersFrame trailer -> {
                StreamRequest.checkTrailer(fields(trailer.headers()));
                end(ctx, trailer.isEndStream());
            }
            case Http2DataFrame data -> {
                take(data);
                end(ctx, data.isEndStream());
            }
            default -> LOG.debug("{} sent what a stream has no use for", ctx.channel());
        }
    }

    private void begin(ChannelHandlerContext ctx, Http2HeadersFrame frame)
            throws Malformed, Refusal {
        streams.requested();
        whole = frame.isEndStream();
        var begun = StreamRequest.of(fields(frame.headers()), face.isSecure());
        request = begun;
        begun.checkSize(service.limits().message());
        var head = begun.head();
        log.heard(head);
        switch (service.plan(head, face)) {
            case Plan.Told(var answer, var bytesMax) -> {
                allow(bytesMax);
                told = answer;
            }
            case Plan.Work(var bytesMax, var worker) -> {
                allow(bytesMax);
                job = new Job(service, face, head, worker, ctx.executor(), () -> goOn(ctx));
            }
        }
        checkLength(begun.declaredBytes());
        end(ctx, whole);
        if (!whole) {
            letCome(ctx, head);
        }
    }

    private void allow(long bytesMax) {
        contentBytesMax = bytesMax < 0 ? contentBytesMax : bytesMax;
    }

    // RFC 9110 section 10.1.1, as over HTTP/1.
    private void letCome(ChannelHandlerContext ctx, RequestHead head) {
        enter(Phase.TAKING, ctx);
        if (head.fields().lists("Expect", "100-continue")) {
            if (told != null && told.status().isError()) {
                answer(ctx, head, told);
            } else {
                var goOn = new DefaultHttp2Headers(false).status("100");
                ctx.writeAndFlush(new DefaultHttp2HeadersFrame(goOn));
            }
        }
    }

    private void take(Http2DataFrame data) throws Malformed, Refusal {
        patience.came(data.content().readableBytes());
        contentBytes += data.content().readableBytes();
        checkLength(contentBytes);
        if (request != null) {
            request.checkContent(contentBytes, false);
        }
        if (job != null) {
            job.take(data.content());
        }
    }

    private void checkLength(long bytes) throws Refusal {
        if (bytes > contentBytesMax) {
            throw new Refusal(
                    Status.CONTENT_TOO_LARGE,
                    "The body is longer than " + contentBytesMax + " bytes.");
        }
    }

    private void end(ChannelHandlerContext ctx, boolean isEnd) throws Malformed {
        if (isEnd) {
            whole = true;
            if (request != null) {
                request.checkContent(contentBytes, true);
            }
            if (job != null) {
                job.whole();
            }
            if (told != null) {
                answer(ctx, head(), told);
                return;
            }
        }
        goOn(ctx);
    }

    // Work that does not keep up is not sent more: its window stays shut.
    private void goOn(ChannelHandlerContext ctx) {
        if (ended || job == null) {
            return;
        }
        var answer = job.answer();
        if (answer != null) {
            answer(ctx, job.head(), answer);
            return;
        }
        ctx.channel().config().setAutoRead(whole || !job.isBusy());
        enter(job.isBusy() ? Phase.WORKING : Phase.TAKING, ctx);
    }

    // A phase that goes on keeps its deadline.
    private void enter(Phase next, ChannelHandlerContext ctx) {
        if (next == phase && deadline.isSet()) {
            return;
        }
        if (next == Phase.TAKING) {
            patience.waits(System.nanoTime());
        } else {
            patience.rests(System.nanoTime());
        }
        phase = next;
        var limits = service.limits();
        switch (next) {
            case TAKING -> deadline.set(patience.left(System.nanoTime()), () -> late(ctx));
            case WORKING -> deadline.set(limits.answerTimeout(), () -> giveUp(ctx));
            case SENDING -> deadline.set(limits.sendTimeout(), () -> checkProgress(ctx));
        }
    }

    private void answer(ChannelHandlerContext ctx, @Nullable RequestHead head, Answer wanted) {
        ended = true;
        breakOff();
        var out = Outgoing.of(wanted);
        outgoing = out;
        var answer = out.answer();
        log.said(head, answer.status(), answer.bodyBytesSent());
        var headers = headers(answer);
        var done = ctx.write(new DefaultHttp2HeadersFrame(headers, out.isEmpty()));
        if (out.isEmpty()) {
            done.addListener(_ -> finish(ctx));
        }
        send(ctx);
        ctx.flush();
    }

    private void send(ChannelHandlerContext ctx) {
        var out = outgoing;
        if (out == null) {
            return;
        }
        try {
            while (!out.isEmpty() && ctx.channel().isWritable()) {
                var done = ctx.write(out.next(ctx.alloc()));
                done.addListener(_ -> out.taken());
                if (out.isEmpty()) {
                    done.addListener(_ -> finish(ctx));
                }
            }
            enter(Phase.SENDING, ctx);
        } catch (IOException broken) {
            LOG.warn("{} ends in the middle of an answer", ctx.channel(), broken);
            reset(ctx, Http2Error.INTERNAL_ERROR);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        send(ctx);
        ctx.flush();
    }

    private void checkProgress(ChannelHandlerContext ctx) {
        var now = outgoing == null ? piecesSeen : outgoing.piecesTaken();
        if (now == piecesSeen) {
            reset(ctx, Http2Error.CANCEL);
        } else {
            piecesSeen = now;
            enter(Phase.SENDING, ctx);
        }
    }

    // RFC 9113 section 8.1: who has its answer need not send the rest of its request.
    private void finish(ChannelHandlerContext ctx) {
        deadline.cancel();
        if (!whole) {
            reset(ctx, Http2Error.NO_ERROR);
        }
    }

    private void late(ChannelHandlerContext ctx) {
        if (patience.left(System.nanoTime()).isPositive()) {
            enter(Phase.TAKING, ctx);
            return;
        }
        var error = Answer.telling(Status.REQUEST_TIMEOUT, "The request did not end in time.");
        answer(ctx, head(), service.shown(error, head(), face));
    }

    private void giveUp(ChannelHandlerContext ctx) {
        var late = job;
        if (late != null) {
            LOG.warn("{} took longer than it may", late.head().line());
            late.stop();
            answer(ctx, head(), late.tooLate());
        }
    }

    private void reset(ChannelHandlerContext ctx, Http2Error why) {
        ended = true;
        breakOff();
        drop();
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(why));
    }

    private void breakOff() {
        if (job != null) {
            job.breakOff();
            job = null;
        }
    }

    private void drop() {
        deadline.cancel();
        if (outgoing != null) {
            outgoing.close();
            outgoing = null;
        }
    }

    private @Nullable RequestHead head() {
        return request == null ? null : request.head();
    }

    private Http2Headers headers(Answer answer) {
        var headers = new DefaultHttp2Headers(false);
        headers.status(Integer.toString(answer.status().code()));
        headers.add("date", service.writer().dateValue());
        headers.add("server", AnswerWriter.SERVER);
        for (var field : answer.fields().all()) {
            headers.add(field.name().toLowerCase(Locale.ROOT), field.value());
        }
        if (!(answer.body() instanceof Answer.Body.None)) {
            headers.add("content-length", Long.toString(answer.body().lengthBytes()));
        }
        return headers;
    }

    private static List<Field> fields(Http2Headers headers) {
        var fields = new ArrayList<Field>(headers.size());
        for (var header : headers) {
            fields.add(new Field(header.getKey().toString(), header.getValue().toString()));
        }
        return fields;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended = true;
        breakOff();
        drop();
    }

    // What the codec found wrong with the stream alone.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("{} failed", ctx.channel(), cause);
        reset(
                ctx,
                cause instanceof Http2Exception broken
                        ? broken.error()
                        : Http2Error.INTERNAL_ERROR);
    }
}
