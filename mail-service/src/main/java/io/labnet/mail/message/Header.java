package io.labnet.mail.message;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message's header: its fields in order (RFC 5322 section 2.2).
 *
 * @param fields at most those that begin in the first {@value #LENGTH_BYTES_MAX} bytes
 */
public record Header(List<Field> fields) {
    private static final int LENGTH_BYTES_MAX = 256 * 1024;

    /**
     * One field.
     *
     * @param name as it was written
     * @param raw all of it, name and folding included, ended by CRLF
     */
    public record Field(String name, String raw) {
        /** The value unfolded (RFC 5322 section 2.2.3). */
        public String value() {
            return raw.substring(name.length() + 1).replaceAll("\r\n(?=[ \t])", "").strip();
        }
    }

    public Header {
        fields = List.copyOf(fields);
    }

    /** Reads the header off a message. */
    public static Header of(Content content) throws IOException {
        try (var in = new BufferedInputStream(content.open())) {
            return parse(block(in));
        }
    }

    /** Reads the fields of a header block; lines that are no field are passed over. */
    public static Header parse(String block) {
        var fields = new ArrayList<Field>();
        for (var raw : block.split("(?<=\r\n)(?![ \t])", -1)) {
            var colon = raw.indexOf(':');
            if (colon > 0 && raw.substring(0, colon).chars().allMatch(c -> c > ' ' && c < 127)) {
                fields.add(new Field(raw.substring(0, colon), raw));
            }
        }
        return new Header(fields);
    }

    /** The first field of this name, whatever its case. */
    public Optional<String> first(String name) {
        return fields.stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .findFirst()
                .map(Field::value);
    }

    /** How many fields there are of this name. */
    public int count(String name) {
        return (int) fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).count();
    }

    /** Bytes as characters, one each; the empty line that ends the header is not part of it. */
    private static String block(InputStream in) throws IOException {
        var block = new ByteArrayOutputStream();
        var lineLength = 0;
        for (int b = in.read(); b >= 0 && block.size() < LENGTH_BYTES_MAX; b = in.read()) {
            block.write(b);
            if (b == '\n') {
                if (lineLength == 0) {
                    break;
                }
                lineLength = 0;
            } else if (b != '\r') {
                lineLength++;
            }
        }
        return block.toString(StandardCharsets.ISO_8859_1);
    }
}
