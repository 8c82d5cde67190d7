package io.labnet.origin.server;

import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Plan;
import io.labnet.origin.message.Incoming;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.RequestReader;
import io.labnet.origin.message.Status;
import io.labnet.origin.server.AnswerWriter.Persistence;
import io.labnet.origin.site.Terms;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: reads requests, has them answered, and never waits for ever.
 *
 * <p>Runs on its channel's event loop only. Requests are answered in the order in which they came;
 * when the client does not take the answers, no more requests are read.
 */
// What fails on a channel shows when its answer is sent or in exceptionCaught.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connection extends ChannelInboundHandlerAdapter {
    /** Answers that may wait to be sent before reading stops. */
    private static final int UNSENT_MAX = 16;

    /** How long a client may take to notice that we closed (RFC 9112 section 9.6). */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final byte[] GO_ON =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** What the connection is doing, and so what may last how long. */
    enum Phase {
        WAITING,
        READING,
        TAKING,
        WORKING,
        SENDING,
        LINGERING
    }

    /** How far sending got: two equal ones in a row mean that the client takes nothing. */
    private record Progress(long answers, long bytesOfNext, long writes) {}

    private final Service service;
    private final long number;
    private final Face face;
    private final RequestReader reader;
    private final Deadline deadline;
    private final Patience patience;
    private final ConnectionLog log;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private Phase phase = Phase.WAITING;
    private Terms terms;
    private int requests;
    private int unsent;
    private long answersSent;
    private @Nullable Progress seen;
    private @Nullable Answer told;
    private @Nullable Job job;
    private boolean paused;
    private boolean inputEnded;
    private boolean lastAnswered;

    Connection(Service service, long number, Channel channel, Face face) {
        this.service = service;
        this.number = number;
        this.face = face;
        this.reader = new RequestReader(service.limits().message());
        this.deadline = new Deadline(channel);
        this.patience = new Patience(service.limits().bodyGrace(), service.limits().bodyRate());
        this.log = new ConnectionLog(service, number, channel);
        this.terms = service.siteTerms().usual();
    }

    // Not when the channel becomes active: that may have been long ago.
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        enter(ctx, Phase.WAITING);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (lastAnswered) {
            ReferenceCountUtil.release(bytes);
            return;
        }
        unread =
                ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), unread, (ByteBuf) bytes);
        serve(ctx);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
        settle(ctx);
    }

    // The client has nothing more to say, but may still wait to hear.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent
                || event instanceof SslCloseCompletionEvent) {
            inputEnded = true;
            settle(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel();
        lastAnswered = true;
        breakOff();
        dropUnread();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("Connection {} broke", number, cause);
        } else {
            LOG.warn("Connection {} failed", number, cause);
        }
        ctx.close();
    }

    private void serve(ChannelHandlerContext ctx) {
        while (!lastAnswered && !isCrowded(ctx)) {
            switch (reader.read(unread)) {
                case Incoming.Begun(var head) -> begin(ctx, head);
                case Incoming.Waiting(var head) -> letCome(ctx, head);
                case Incoming.Part(var bytes) -> take(bytes);
                case Incoming.Request(var head, _) -> whole(ctx, head);
                case Incoming.Refused(var status, var why, var head) ->
                        refuse(ctx, head, shown(head, Answer.telling(status, why)));
                case Incoming.Unfinished() -> {
                    keepUnread();
                    return;
                }
            }
        }
        if (lastAnswered) {
            dropUnread();
        } else {
            paused = true;
            ctx.channel().config().setAutoRead(false);
        }
    }

    private Answer shown(@Nullable RequestHead head, Answer error) {
        return service.shown(error, head, face);
    }

    private boolean isCrowded(ChannelHandlerContext ctx) {
        // RFC 9112 section 9.3.2: a server may, but need not, work on what comes behind.
        var unsentMax = terms.pipelining() ? UNSENT_MAX : 1;
        return unsent >= unsentMax || !ctx.channel().isWritable() || isWorking();
    }

    private boolean isWorking() {
        return job != null && job.isBusy();
    }

    private void begin(ChannelHandlerContext ctx, RequestHead head) {
        patience.begin(System.nanoTime());
        switch (plan(head)) {
            case Plan.Told(var answer, var contentBytesMax) -> {
                allow(contentBytesMax);
                told = answer;
            }
            case Plan.Work(var contentBytesMax, var worker) -> {
                allow(contentBytesMax);
                job = start(ctx, head, worker);
            }
        }
    }

    private void allow(long contentBytesMax) {
        if (contentBytesMax >= 0) {
            reader.allow(contentBytesMax);
        }
    }

    // RFC 9110 section 10.1.1: instead of 100, a client may be told at once that it need not send.
    // What it has sent already could be anything, so nothing after it can be read.
    private void letCome(ChannelHandlerContext ctx, RequestHead head) {
        if (told != null && told.status().isError()) {
            refuse(ctx, head, told);
        } else {
            ctx.write(Unpooled.wrappedBuffer(GO_ON));
        }
    }

    private void take(ByteBuf content) {
        patience.came(content.readableBytes());
        if (job != null) {
            job.take(content);
        }
    }

    private void whole(ChannelHandlerContext ctx, RequestHead head) {
        var begun = job != null || told != null;
        if (!begun) {
            begin(ctx, head);
        }
        if (job != null) {
            job.whole();
            finish(ctx);
        } else if (told != null) {
            var answer = told;
            told = null;
            answer(ctx, head, answer);
        }
    }

    private Plan plan(RequestHead head) {
        requests++;
        log.heard(head);
        terms = service.terms(head, face);
        return service.plan(head, face);
    }

    private Job start(ChannelHandlerContext ctx, RequestHead head, Plan.Worker worker) {
        return new Job(service, face, head, worker, ctx.executor(), () -> goOn(ctx));
    }

    private void finish(ChannelHandlerContext ctx) {
        var answer = job == null ? null : job.answer();
        if (job != null && answer != null) {
            var head = job.head();
            job = null;
            answer(ctx, head, answer);
        }
    }

    private void answer(ChannelHandlerContext ctx, RequestHead head, Answer answer) {
        lastAnswered = !terms.persistent() || !head.persists() || requests >= terms.requestsMax();
        send(ctx, head, answer, persistence(head));
    }

    private Persistence persistence(RequestHead head) {
        if (lastAnswered) {
            return Persistence.CLOSE;
        }
        return head.version().isAtLeast11() ? Persistence.UNSAID : Persistence.KEEP_ALIVE;
    }

    private void refuse(ChannelHandlerContext ctx, @Nullable RequestHead head, Answer answer) {
        lastAnswered = true;
        breakOff();
        send(ctx, head, answer, Persistence.CLOSE);
    }

    private void breakOff() {
        if (job != null) {
            job.breakOff();
            job = null;
        }
    }

    private void send(
            ChannelHandlerContext ctx,
            @Nullable RequestHead head,
            Answer answer,
            Persistence persistence) {
        unsent++;
        // Also when it is sent at once: a request that has begun behind this one has its own time.
        enter(ctx, Phase.SENDING);
        var written = service.writer().write(ctx, answer, persistence);
        log.said(head, written.status(), written.bodyBytes());
        written.done().addListener(_ -> sent(ctx, written));
    }

    private void sent(ChannelHandlerContext ctx, AnswerWriter.Written written) {
        unsent--;
        if (!written.done().isSuccess()) {
            ctx.close();
            return;
        }
        answersSent++;
        service.traffic().bytesSent().increment((double) written.bytes());
        if (paused || job != null || lastAnswered || inputEnded) {
            // Not here: the channel still counts these bytes as waiting.
            ctx.executor().execute(() -> goOn(ctx));
        } else {
            settle(ctx);
        }
    }

    private void goOn(ChannelHandlerContext ctx) {
        if (job != null && job.answer() != null) {
            finish(ctx);
            ctx.flush();
        }
        if (paused && !lastAnswered && !isCrowded(ctx)) {
            paused = false;
            ctx.channel().config().setAutoRead(true);
            serve(ctx);
            ctx.flush();
        }
        settle(ctx);
    }

    // Finds out what the connection is doing now; a phase that goes on keeps its deadline.
    private void settle(ChannelHandlerContext ctx) {
        if (unsent > 0) {
            enter(ctx, Phase.SENDING);
        } else if (lastAnswered) {
            linger(ctx);
        } else if (isWorking()) {
            enter(ctx, Phase.WORKING);
        } else if (inputEnded && !paused) {
            leave(ctx);
        } else if (reader.isWithinContent()) {
            enter(ctx, Phase.TAKING);
        } else if (reader.isWithinRequest() || unread.isReadable()) {
            enter(ctx, Phase.READING);
        } else {
            enter(ctx, Phase.WAITING);
        }
    }

    // RFC 9112 section 8: what broke off may be told so, as its client may still listen.
    private void leave(ChannelHandlerContext ctx) {
        if (reader.isWithinRequest() || unread.isReadable()) {
            fail(ctx, Status.BAD_REQUEST, "The request broke off.");
        } else {
            ctx.close();
        }
    }

    private void enter(ChannelHandlerContext ctx, Phase next) {
        if (next == phase && deadline.isSet()) {
            return;
        }
        if (next == Phase.TAKING) {
            patience.waits(System.nanoTime());
        } else if (phase == Phase.TAKING) {
            patience.rests(System.nanoTime());
        }
        phase = next;
        deadline.set(allowed(next), () -> expired(ctx));
    }

    private Duration allowed(Phase phase) {
        return switch (phase) {
            case WAITING -> terms.idleTimeout();
            case READING -> service.limits().requestTimeout();
            case TAKING -> patience.left(System.nanoTime());
            case WORKING -> service.limits().answerTimeout();
            case SENDING -> service.limits().sendTimeout();
            case LINGERING -> LINGER;
        };
    }

    private void expired(ChannelHandlerContext ctx) {
        switch (phase) {
            case WAITING, LINGERING -> ctx.close();
            case READING -> timeOut(ctx);
            case TAKING -> {
                if (patience.left(System.nanoTime()).isPositive()) {
                    enter(ctx, Phase.TAKING);
                } else {
                    timeOut(ctx);
                }
            }
            case WORKING -> giveUp(ctx);
            case SENDING -> {
                var now = progress(ctx);
                if (now.equals(seen)) {
                    ctx.close();
                } else {
                    seen = now;
                    enter(ctx, Phase.SENDING);
                }
            }
        }
    }

    private void timeOut(ChannelHandlerContext ctx) {
        fail(ctx, Status.REQUEST_TIMEOUT, "The request did not end in time.");
    }

    private void fail(ChannelHandlerContext ctx, Status status, String why) {
        var head = reader.begun();
        refuse(ctx, head, shown(head, Answer.telling(status, why)));
        ctx.flush();
        settle(ctx);
    }

    private void giveUp(ChannelHandlerContext ctx) {
        var late = job;
        if (late != null) {
            late.stop();
            LOG.warn("{} took longer than it may", late.head().line());
            refuse(ctx, late.head(), late.tooLate());
            ctx.flush();
        }
        settle(ctx);
    }

    private Progress progress(ChannelHandlerContext ctx) {
        var waiting = ctx.channel().unsafe().outboundBuffer();
        return new Progress(
                answersSent, waiting == null ? 0 : waiting.currentProgress(), Outflow.of(ctx));
    }

    // Closing at once while the client still sends would reset the connection, and the answer with
    // it: so we end our half, hear the client out, and then close (RFC 9112 section 9.6).
    private void linger(ChannelHandlerContext ctx) {
        if (inputEnded) {
            ctx.close();
        } else if (phase != Phase.LINGERING) {
            enter(ctx, Phase.LINGERING);
            ctx.channel().config().setAutoRead(true);
            endOutput(ctx);
        }
    }

    // TLS has a word of its own for it, which comes first (RFC 8446 section 6.1).
    private static void endOutput(ChannelHandlerContext ctx) {
        var channel = (DuplexChannel) ctx.channel();
        var tls = ctx.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(_ -> channel.shutdownOutput());
        }
    }

    private void keepUnread() {
        if (unread.isReadable()) {
            unread.discardSomeReadBytes();
        } else {
            dropUnread();
        }
    }

    private void dropUnread() {
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }
}
