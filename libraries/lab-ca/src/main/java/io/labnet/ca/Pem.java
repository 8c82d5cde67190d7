package io.labnet.ca;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** A key or a certificate as text (RFC 7468). */
final class Pem {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String PRIVATE_KEY = "PRIVATE KEY";

    // RFC 7468 section 2: lines of 64 characters.
    private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    private final String label;
    private final byte[] encoded;

    /**
     * What can be written.
     *
     * @param label what it is
     * @param encoded its DER
     */
    Pem(String label, byte[] encoded) {
        this.label = label;
        this.encoded = encoded;
    }

    String label() {
        return label;
    }

    byte[] encoded() {
        return encoded;
    }

    void writeTo(OutputStream out) throws IOException {
        var base64 = ENCODER.encodeToString(encoded);
        var text = "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
        out.write(text.getBytes(US_ASCII));
    }

    /**
     * All that a text holds, in its order; what stands around it is no matter.
     *
     * @throws IllegalArgumentException when one is no base64
     */
    static List<Pem> read(String text) {
        var found = new ArrayList<Pem>();
        var blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            found.add(new Pem(blocks.group(1), Base64.getMimeDecoder().decode(blocks.group(2))));
        }
        return found;
    }
}
