package io.labnet.line;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    private static LineReader reading(String wire) {
        return new LineReader(new ByteArrayInputStream(wire.getBytes(ISO_8859_1)), () -> {});
    }

    /** Gives one byte at a time, as a slow network would. */
    private static LineReader readingSlowly(byte[] wire) {
        var in =
                new ByteArrayInputStream(wire) {
                    @Override
                    public synchronized int read(byte[] bytes, int from, int count) {
                        return super.read(bytes, from, Math.min(count, 1));
                    }

                    @Override
                    public int read(byte[] bytes) {
                        return read(bytes, 0, bytes.length);
                    }
                };
        return new LineReader(in, () -> {});
    }

    @Test
    void a_line_ends_with_crlf() throws IOException {
        var reader = reading("EHLO me\r\n\r\nQUIT\r\n");

        assertThat(reader.readLine(80)).isEqualTo(new Line.Text("EHLO me"));
        assertThat(reader.hasUnread()).isTrue();
        assertThat(reader.readLine(80)).isEqualTo(new Line.Text(""));
        assertThat(reader.readLine(80)).isEqualTo(new Line.Text("QUIT"));
        assertThat(reader.hasUnread()).isFalse();
        assertThat(reader.readLine(80)).isEqualTo(new Line.Ended());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n", "a\rb\r\n", "a\0b\r\n", "\n", "a\r\r\n"})
    void a_cr_or_lf_or_nul_by_itself_is_malformed_and_skipped(String wire) throws IOException {
        var reader = reading(wire + "NOOP\r\n");

        assertThat(reader.readLine(80)).isEqualTo(new Line.Malformed());
        assertThat(reader.readLine(80)).isEqualTo(new Line.Text("NOOP"));
    }

    @Test
    void the_limit_counts_bytes_without_the_line_end() throws IOException {
        var reader = reading("12345\r\n123456\r\nx\r\n");

        assertThat(reader.readLine(5)).isEqualTo(new Line.Text("12345"));
        assertThat(reader.readLine(5)).isEqualTo(new Line.TooLong());
        assertThat(reader.readLine(5)).isEqualTo(new Line.Text("x"));
    }

    @Test
    void a_line_without_end_is_given_up() {
        var endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }
                };

        assertThatThrownBy(() -> new LineReader(endless, () -> {}).readLine(80))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no end");
    }

    @Test
    void a_line_that_breaks_off_is_no_line() throws IOException {
        assertThat(reading("QUI").readLine(80)).isEqualTo(new Line.Ended());
    }

    @Test
    void data_ends_at_a_dot_by_itself_and_loses_its_stuffing() throws IOException {
        var reader = reading("one\r\n..two\r\n...\r\n.\r\nQUIT\r\n");
        var sink = new ByteArrayOutputStream();

        assertThat(reader.readData(sink, 100)).isEqualTo(new Data.Complete(15));
        assertThat(sink.toString(ISO_8859_1)).isEqualTo("one\r\n.two\r\n..\r\n");
        assertThat(reader.readLine(80)).isEqualTo(new Line.Text("QUIT"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n.\nMAIL\r\n.\r\n",
                "a\n.\r\nMAIL\r\n.\r\n",
                "a\r\n.\nMAIL\r\n.\r\n",
                "a\r.\r\n.\r\n",
                "a\r\n.\rMAIL\r\n.\r\n",
                "a\rb\r\n.\r\n",
                "a\nb\r\n.\r\n"
            })
    void smuggled_ends_of_data_end_nothing(String wire) throws IOException {
        var reader = reading(wire + "QUIT\r\n");

        assertThat(reader.readData(OutputStream.nullOutputStream(), 100))
                .isEqualTo(new Data.BareNewline());
        assertThat(reader.readLine(80)).isEqualTo(new Line.Text("QUIT"));
    }

    @Test
    void data_that_is_too_large_is_skipped_to_its_end() throws IOException {
        var reader = reading("0123456789\r\n.\r\nQUIT\r\n");
        var sink = new ByteArrayOutputStream();

        assertThat(reader.readData(sink, 11)).isEqualTo(new Data.TooLarge());
        assertThat(sink.size()).isLessThanOrEqualTo(11);
        assertThat(reader.readLine(80)).isEqualTo(new Line.Text("QUIT"));
    }

    @Test
    void data_that_breaks_off_is_not_complete() throws IOException {
        assertThat(reading("one\r\n.").readData(OutputStream.nullOutputStream(), 9))
                .isEqualTo(new Data.Ended());
    }

    @Test
    void a_sink_that_fails_does_not_stop_the_reading() throws IOException {
        var full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("disk full");
                    }
                };
        var reader = reading("one\r\n.\r\nQUIT\r\n");

        assertThat(reader.readData(full, 100)).isInstanceOf(Data.Unstorable.class);
        assertThat(reader.readLine(80)).isEqualTo(new Line.Text("QUIT"));
    }

    @Test
    void whatever_is_written_with_dots_is_read_back_the_same() throws IOException {
        var random = new Random(1);
        for (int round = 0; round < 300; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(random.nextInt(3) == 0 ? "\r\n" : random.nextBoolean() ? "." : "x");
            }
            text.append("\r\n");
            var wire = new ByteArrayOutputStream();
            var writer = new DotWriter(wire);
            writer.write(text.toString().getBytes(ISO_8859_1));
            writer.finish();
            var sink = new ByteArrayOutputStream();

            assertThat(readingSlowly(wire.toByteArray()).readData(sink, 1000))
                    .isEqualTo(new Data.Complete(text.length()));
            assertThat(sink.toString(ISO_8859_1)).isEqualTo(text.toString());
        }
    }

    @Test
    void counted_bytes_may_hold_anything() throws IOException {
        var reader = reading("\n\0\r.x)\r\n");
        var sink = new ByteArrayOutputStream();

        assertThat(reader.readBytes(sink, 5)).isTrue();
        assertThat(sink.toString(ISO_8859_1)).isEqualTo("\n\0\r.x");
        assertThat(reader.readLine(80)).isEqualTo(new Line.Text(")"));
        assertThat(reader.readBytes(sink, 1)).isFalse();
    }
}
