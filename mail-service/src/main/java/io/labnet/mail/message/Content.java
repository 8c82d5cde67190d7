package io.labnet.mail.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** The bytes of a message, header and body, lines ended by CRLF; may be read many times. */
public interface Content {
    long lengthBytes();

    InputStream open() throws IOException;

    /** A content in memory. */
    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long lengthBytes() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /** The same content with header fields put on top. */
    default Content under(byte[] fields) {
        var below = this;
        return new Content() {
            @Override
            public long lengthBytes() {
                return fields.length + below.lengthBytes();
            }

            @Override
            public InputStream open() throws IOException {
                return new SequenceInputStream(new ByteArrayInputStream(fields), below.open());
            }
        };
    }
}
