import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Runs test vectors, in the form of Smithy: `java -cp "src/target/classes:jars/*" Vectors sesv2/GetImportJob.smithy.json`. */
public final class Vectors {
    public static void main(String[] arguments) throws Exception {
        var file = JsonNode.parser().parse(Files.readString(Path.of(arguments[0]))).asObject();
        var about = file.get("metadata").field("awsJobConformance").orElseThrow().index(0).orElseThrow();
        String operation = about.field("operation").orElseThrow().asString();
        int passed = 0, failed = 0, skipped = 0;
        for (JsonNode shape : file.get("shapes").asObject().values()) {
            var cases = shape.field("traits").flatMap(traits -> traits.field("smithy.test#httpResponseTests"));
            for (JsonNode each : cases.map(JsonNode::asArray).orElse(List.of())) {
                try {
                    boolean isRight = isRight(operation, each.asObject());
                    if (!isRight) System.out.println("FAILED " + each.field("id").orElseThrow().asString());
                    passed += isRight ? 1 : 0;
                    failed += isRight ? 0 : 1;
                } catch (Services.Unsupported error) {
                    skipped++; // in a protocol that this SDK does not speak to the service
                }
            }
        }
        System.out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
        System.exit(failed == 0 ? 0 : 1);
    }

    private static final Services SERVICES = new Services();

    private static boolean isRight(String operation, Map<String, JsonNode> vector) throws Services.Unsupported {
        String body = vector.get("body").asString();
        boolean isText = !vector.get("protocol").asString().endsWith("#rpcv2Cbor");
        byte[] sent = isText ? body.getBytes(StandardCharsets.UTF_8) : Base64.getDecoder().decode(body);
        int status = Integer.parseInt(vector.get("code").asNumber());
        var headers = new HashMap<>(vector.get("headers").asObject());
        try {
            var answers = new Answers(List.of(new Answers.Answer(status, headers, sent)));
            String read = Told.json(SERVICES.call(operation, answers));
            return status < 400 && same(vector.get("params"), JsonNode.parser().parse(read));
        } catch (java.lang.reflect.InvocationTargetException error) {
            String code = vector.get("tags").index(1).orElseThrow().asString();
            return error.getCause() instanceof AwsServiceException raised
                && code.equals(raised.awsErrorDetails().errorCode());
        }
    }

    /** A timestamp is sent as seconds, and kept to a millisecond; a blob is its text. */
    private static boolean same(JsonNode sent, JsonNode read) {
        if (sent.isObject() && read.isObject()) {
            return sent.asObject().keySet().equals(read.asObject().keySet()) && sent.asObject().entrySet().stream()
                .allMatch(member -> same(member.getValue(), read.asObject().get(member.getKey())));
        }
        if (sent.isArray() && read.isArray()) {
            boolean isAsLong = sent.asArray().size() == read.asArray().size();
            for (int i = 0; isAsLong && i < sent.asArray().size(); i++) {
                if (!same(sent.asArray().get(i), read.asArray().get(i))) return false;
            }
            return isAsLong;
        }
        if (sent.isNumber()) {
            var number = new BigDecimal(sent.asNumber());
            if (read.isNumber()) return number.compareTo(new BigDecimal(read.asNumber())) == 0;
            long milliseconds = Instant.parse(read.asString()).toEpochMilli();
            return Math.abs(number.movePointRight(3).longValue() - milliseconds) <= 1;
        }
        if (!sent.isString() || !read.isString() || sent.asString().equals(read.asString())) return sent.equals(read);
        try {
            byte[] blob = Base64.getDecoder().decode(read.asString());
            return new String(blob, StandardCharsets.UTF_8).equals(sent.asString());
        } catch (IllegalArgumentException error) {
            return false; // no blob: another text
        }
    }
}
