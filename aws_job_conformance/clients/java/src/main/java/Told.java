import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** What the SDK returns, as the JSON of a line; nothing is made nicer than it is. */
final class Told {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant AFTER = Instant.parse("9999-12-31T23:59:59.999999999Z").plusNanos(1);

    private Told() {}

    static String json(Object value) {
        if (value == null || value instanceof Boolean) return String.valueOf(value);
        if (value instanceof String text) return text(text);
        if (value instanceof Double || value instanceof Float) return fraction((Number) value);
        if (value instanceof BigDecimal || value instanceof SdkNumber) return value.toString();
        if (value instanceof Number) return value.toString();
        if (value instanceof Instant instant) return instant(instant);
        if (value instanceof SdkBytes bytes) {
            return text(Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe()));
        }
        if (value instanceof Document document) return document(document);
        if (value instanceof SdkPojo structure) return structure(structure);
        if (value instanceof List<?> list) {
            return "[" + String.join(",", list.stream().map(Told::json).toList()) + "]";
        }
        if (value instanceof Map<?, ?> map) return map(map);
        return notJson(value);
    }

    private static String structure(SdkPojo structure) {
        var members = new ArrayList<String>();
        for (SdkField<?> field : structure.sdkFields()) {
            Object value = field.getValueOrDefault(structure);
            if (!isAbsent(value)) members.add(text(name(field)) + ":" + json(value));
        }
        return "{" + String.join(",", members) + "}";
    }

    /** The API's name, which the SDK changes in one place: AttributeValue's NULL. */
    private static String name(SdkField<?> field) {
        return field.memberName().equals("NUL") ? "NULL" : field.memberName();
    }

    /** A list that was not sent is an empty one of its own kind; `hasX()` says so by the same. */
    private static boolean isAbsent(Object value) {
        return value == null || value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
    }

    private static String map(Map<?, ?> map) {
        var entries = new ArrayList<String>();
        map.forEach((key, value) -> entries.add(text(String.valueOf(key)) + ":" + json(value)));
        return "{" + String.join(",", entries) + "}";
    }

    private static String document(Document document) {
        if (document.isNull()) return "null";
        if (document.isMap()) return map(document.asMap());
        if (document.isList()) return json(document.asList());
        return document.isNumber() ? document.asNumber().toString() : json(document.unwrap());
    }

    private static String fraction(Number value) {
        double wide = value.doubleValue();
        if (!Double.isFinite(wide)) return notJson(value);
        return value instanceof Float narrow ? shortest(narrow) : value.toString();
    }

    /** Java 17 writes some floats longer than need be, as another double: 1e15 as 9.9999999E14. */
    private static String shortest(float value) {
        for (int digits = 1; digits < 9; digits++) {
            var rounded = new BigDecimal(value).round(new MathContext(digits));
            if (rounded.floatValue() == value) return rounded.toString();
        }
        return Float.toString(value);
    }

    private static String instant(Instant instant) {
        if (instant.isBefore(FIRST) || !instant.isBefore(AFTER)) return notJson(instant);
        String shown = instant.toString();
        return text(shown.contains(".") ? shown : shown.replace("Z", ".000Z"));
    }

    private static String notJson(Object value) {
        return "{\"$not-json\":" + text(String.valueOf(value)) + "}";
    }

    private static String text(String text) {
        var told = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                told.append('\\').append((char) point);
            } else if (point < 0x20) {
                told.append(String.format("\\u%04x", point));
            } else {
                boolean isHalf = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
                told.appendCodePoint(isHalf ? 0xFFFD : point);
            }
        });
        return told.append('"').toString();
    }
}
