import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** AWS SDK for Java 2 as a client under test. docs/clients.md says what the lines hold. */
public final class Client {
    private final Services reading = new Services();
    private final Connecting connecting = new Connecting();

    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        print(out, Map.of("protocol", 1, "name", "aws-sdk-java-v2", "version", VersionInfo.SDK_VERSION,
            "operations", "*", "retry", true, "loopback", true));
        var client = new Client();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Map<String, JsonNode> request = JsonNode.parser().parse(line).asObject();
            Map<String, Object> answer = new TreeMap<>(client.answer(request));
            answer.put("id", Long.valueOf(request.get("id").asNumber()));
            print(out, answer);
        }
    }

    private static void print(PrintStream out, Map<String, ?> line) {
        out.print(Told.json(line) + "\n"); // println would end it as the platform likes
        out.flush();
    }

    private Map<String, Object> answer(Map<String, JsonNode> request) {
        String operation = request.get("operation").asString();
        try {
            if (request.containsKey("url")) return connecting.answer(operation, request);
            if (request.containsKey("answers")) {
                return retried(operation, request.get("answers").asArray());
            }
            return call(reading, operation, new Answers(List.of(Answers.answer(request))));
        } catch (Services.Unsupported error) {
            return Map.of("unsupported", error.getMessage());
        }
    }

    private static Map<String, Object> retried(String operation, List<JsonNode> answers)
            throws Services.Unsupported {
        var sent = new Answers(answers.stream().map(Client::each).toList());
        var delays = new Delays();
        // A client of its own: the retry quota of a shared one remembers the runs before.
        Map<String, Object> answer = new TreeMap<>(call(new Services(delays), operation, sent));
        answer.put("attempts", sent.sent());
        answer.put("delays", delays.seconds());
        return answer;
    }

    private static Answers.Answer each(JsonNode answer) {
        return answer.isString() ? null : Answers.answer(answer.asObject());
    }

    private static Map<String, Object> call(Services services, String operation, Answers answers)
            throws Services.Unsupported {
        try {
            SdkPojo response = services.call(operation, answers);
            return Map.of("value", response);
        } catch (InvocationTargetException wrapped) {
            Throwable error = wrapped.getCause();
            if (answers.sent() == 0) {
                throw new Services.Unsupported(operation + " cannot be sent: " + error);
            }
            String name = error.getClass().getSimpleName();
            if (!(error instanceof AwsServiceException service)) {
                return Map.of("unreadable", name, "message", said(error));
            }
            var details = service.awsErrorDetails();
            String code = details == null ? null : details.errorCode();
            // Without a code there is its class, which says no more than whose service it was.
            boolean none = code == null || code.isEmpty();
            return Map.of("error", none ? name : code, "message", name + ": " + said(error));
        }
    }

    /** What an exception says, and at the end what the one below it does: often the only reason. */
    private static String said(Throwable error) {
        Throwable last = error;
        while (last.getCause() != null && last.getCause() != last) {
            last = last.getCause();
        }
        String own = String.valueOf(error.getMessage());
        return last == error ? own : own + " (" + last + ")";
    }
}
