package io.labnet.dns.dnssec;

import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The secret half of a key as text, in BIND's private key format 1.3. */
final class PrivateKeyText {
    private static final int SCALAR_BYTES = 32;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private PrivateKeyText() {}

    /**
     * The text of a key.
     *
     * @param since when it is in use
     */
    static String write(SigningAlgorithm algorithm, PrivateKey key, Instant since) {
        return "Private-key-format: v1.3\nAlgorithm: %d (%s)\n"
                        .formatted(algorithm.number(), algorithm)
                + fields(key).entrySet().stream()
                        .map(field -> field.getKey() + ": " + base64(field.getValue()) + "\n")
                        .collect(Collectors.joining())
                + Stream.of("Created", "Publish", "Activate")
                        .map(event -> event + ": " + TIME.format(since) + "\n")
                        .collect(Collectors.joining());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<String, byte[]> fields(PrivateKey key) {
        return switch (key) {
            case ECPrivateKey ec -> Map.of("PrivateKey", fixed(ec.getS()));
            case EdECPrivateKey ed -> Map.of("PrivateKey", ed.getBytes().orElseThrow());
            case RSAPrivateCrtKey rsa -> fields(rsa);
            default -> throw new IllegalArgumentException("a key of " + key.getAlgorithm());
        };
    }

    private static Map<String, byte[]> fields(RSAPrivateCrtKey rsa) {
        var fields = new LinkedHashMap<String, byte[]>();
        fields.put("Modulus", unsigned(rsa.getModulus()));
        fields.put("PublicExponent", unsigned(rsa.getPublicExponent()));
        fields.put("PrivateExponent", unsigned(rsa.getPrivateExponent()));
        fields.put("Prime1", unsigned(rsa.getPrimeP()));
        fields.put("Prime2", unsigned(rsa.getPrimeQ()));
        fields.put("Exponent1", unsigned(rsa.getPrimeExponentP()));
        fields.put("Exponent2", unsigned(rsa.getPrimeExponentQ()));
        fields.put("Coefficient", unsigned(rsa.getCrtCoefficient()));
        return fields;
    }

    private static byte[] unsigned(BigInteger number) {
        var bytes = number.toByteArray();
        var isPadded = bytes.length > 1 && bytes[0] == 0;
        return isPadded ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static byte[] fixed(BigInteger scalar) {
        var bytes = unsigned(scalar);
        var padded = new byte[SCALAR_BYTES];
        System.arraycopy(bytes, 0, padded, SCALAR_BYTES - bytes.length, bytes.length);
        return padded;
    }

    static PrivateKey read(String text) throws IOException {
        var fields = new HashMap<String, String>();
        for (var line : text.lines().toList()) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        var number = field(fields, "Algorithm").replaceFirst(" .*", "");
        var algorithm =
                SigningAlgorithm.of(Integer.parseInt(number))
                        .orElseThrow(
                                () -> new IOException("nothing is signed by algorithm " + number));
        try {
            return switch (algorithm) {
                case ECDSAP256SHA256 ->
                        KeyFactory.getInstance("EC")
                                .generatePrivate(
                                        new ECPrivateKeySpec(number(fields, "PrivateKey"), p256()));
                case ED25519 ->
                        KeyFactory.getInstance("Ed25519")
                                .generatePrivate(
                                        new EdECPrivateKeySpec(
                                                NamedParameterSpec.ED25519,
                                                bytes(fields, "PrivateKey")));
                case RSASHA256 -> KeyFactory.getInstance("RSA").generatePrivate(rsa(fields));
            };
        } catch (GeneralSecurityException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
    }

    private static ECParameterSpec p256() throws GeneralSecurityException {
        var curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        return curve.getParameterSpec(ECParameterSpec.class);
    }

    private static RSAPrivateCrtKeySpec rsa(Map<String, String> fields) throws IOException {
        return new RSAPrivateCrtKeySpec(
                number(fields, "Modulus"),
                number(fields, "PublicExponent"),
                number(fields, "PrivateExponent"),
                number(fields, "Prime1"),
                number(fields, "Prime2"),
                number(fields, "Exponent1"),
                number(fields, "Exponent2"),
                number(fields, "Coefficient"));
    }

    private static BigInteger number(Map<String, String> fields, String name) throws IOException {
        return new BigInteger(1, bytes(fields, name));
    }

    private static byte[] bytes(Map<String, String> fields, String name) throws IOException {
        return Base64.getDecoder().decode(field(fields, name));
    }

    private static String field(Map<String, String> fields, String name) throws IOException {
        var value = fields.get(name);
        if (value == null) {
            throw new IOException("it has no line \"" + name + ":\"");
        }
        return value;
    }
}
