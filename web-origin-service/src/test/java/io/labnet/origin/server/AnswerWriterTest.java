package io.labnet.origin.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.answer.Answer;
import io.labnet.origin.message.Fields;
import io.labnet.origin.message.Status;
import io.labnet.origin.representation.Content;
import io.labnet.origin.server.AnswerWriter.Persistence;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerWriterTest {
    @TempDir Path folder;

    @Test
    void a_file_that_changed_since_it_was_looked_up_is_not_sent_under_its_old_name()
            throws IOException {
        var file = Files.writeString(folder.resolve("a.bin"), "old bytes");
        var looked = Files.getLastModifiedTime(file).toInstant();
        Files.writeString(file, "new bytes");
        Files.setLastModifiedTime(file, FileTime.from(looked.plusMillis(1)));
        assertThat(sent(new Content.OnDisk(file, 9, looked)))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .contains("Retry-After: 1\r\n")
                .doesNotContain("bytes\n");
    }

    @Test
    void a_file_that_is_gone_since_it_was_looked_up_is_not_promised() {
        var file = folder.resolve("gone.bin");
        assertThat(sent(new Content.OnDisk(file, 9, Instant.EPOCH))).startsWith("HTTP/1.1 503 ");
    }

    private static String sent(Content content) {
        var channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        ChannelHandlerContext ctx = channel.pipeline().lastContext();
        var length = content.lengthBytes();
        var body = new Answer.Body.Part(content, 0, length);
        var written =
                new AnswerWriter(Clock.systemUTC())
                        .write(
                                ctx,
                                new Answer(Status.OK, Fields.of(), body, true),
                                Persistence.UNSAID);
        channel.flush();
        ByteBuf bytes = channel.readOutbound();
        try {
            assertThat(written.bytes()).isEqualTo(bytes.readableBytes());
            return bytes.toString(StandardCharsets.ISO_8859_1);
        } finally {
            bytes.release();
            channel.finishAndReleaseAll();
        }
    }
}
