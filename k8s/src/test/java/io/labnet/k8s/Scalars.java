package io.labnet.k8s;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which JSON the API server reads as which scalar; it turns nothing into something else. */
final class Scalars {
    private static final Pattern QUANTITY =
            Pattern.compile(
                    "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)"
                            + "([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?");

    /** All of this lab's are ports by name, or how much of a rollout may be away. */
    private static final Pattern PORT_OR_PERCENT =
            Pattern.compile("(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?|[0-9]{1,3}%");

    private static final Map<Class<?>, Predicate<JsonPrimitive>> READABLE =
            Map.of(
                    String.class, JsonPrimitive::isString,
                    Boolean.class, JsonPrimitive::isBoolean,
                    Integer.class, Scalars::isInt,
                    Long.class, Scalars::isWhole,
                    Double.class, JsonPrimitive::isNumber,
                    byte[].class, Scalars::isBase64,
                    OffsetDateTime.class, Scalars::isDate,
                    Quantity.class, Scalars::isQuantity,
                    IntOrString.class, Scalars::isIntOrString);

    private Scalars() {}

    static boolean know(Class<?> type) {
        return READABLE.containsKey(type);
    }

    static boolean canRead(Class<?> type, JsonElement value) {
        var readable = READABLE.get(type);
        return readable != null && value instanceof JsonPrimitive scalar && readable.test(scalar);
    }

    private static boolean isWhole(JsonPrimitive value) {
        return value.isNumber() && value.getAsBigDecimal().stripTrailingZeros().scale() <= 0;
    }

    private static boolean isInt(JsonPrimitive value) {
        return isWhole(value) && value.getAsBigInteger().bitLength() < Integer.SIZE;
    }

    private static boolean isBase64(JsonPrimitive value) {
        try {
            return value.isString() && Base64.getDecoder().decode(value.getAsString()) != null;
        } catch (IllegalArgumentException otherCharacters) {
            return false;
        }
    }

    private static boolean isDate(JsonPrimitive value) {
        try {
            return value.isString() && OffsetDateTime.parse(value.getAsString()) != null;
        } catch (DateTimeParseException otherForm) {
            return false;
        }
    }

    private static boolean isQuantity(JsonPrimitive value) {
        return !value.isBoolean() && QUANTITY.matcher(value.getAsString()).matches();
    }

    private static boolean isIntOrString(JsonPrimitive value) {
        return value.isNumber()
                ? isInt(value)
                : value.isString() && PORT_OR_PERCENT.matcher(value.getAsString()).matches();
    }
}
