import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Answers before anything travels, the last answer as often as it is asked for. */
final class Answers {
    /** A status, headers and a body; a reset has no answer. */
    record Answer(int status, Map<String, JsonNode> headers, byte[] body) {
        boolean isCbor() {
            return headers.entrySet().stream().anyMatch(header -> {
                String said = header.getKey() + ": " + header.getValue().asString();
                return said.toLowerCase().startsWith("content-type: application/cbor")
                    || said.equalsIgnoreCase("smithy-protocol: rpc-v2-cbor");
            });
        }
    }

    private final List<Answer> answers;
    private int sent;

    /** A null among them is a connection that breaks. */
    Answers(List<Answer> answers) {
        this.answers = answers;
    }

    static Answer answer(Map<String, JsonNode> request) {
        int status = Integer.parseInt(request.get("status").asNumber());
        byte[] body = Base64.getDecoder().decode(request.get("body").asString());
        return new Answer(status, request.get("headers").asObject(), body);
    }

    int sent() {
        return sent;
    }

    boolean areCbor() {
        return answers.stream().anyMatch(answer -> answer != null && answer.isCbor());
    }

    boolean areOnlyResets() {
        return answers.stream().allMatch(answer -> answer == null);
    }

    private HttpExecuteResponse next() throws IOException {
        Answer answer = answers.get(Math.min(sent++, answers.size() - 1));
        if (answer == null) throw new SocketException("Connection reset");
        var response = SdkHttpResponse.builder().statusCode(answer.status());
        answer.headers().forEach((name, value) -> response.putHeader(name, value.asString()));
        var body = AbortableInputStream.create(new ByteArrayInputStream(answer.body()));
        return HttpExecuteResponse.builder().response(response.build()).responseBody(body).build();
    }

    /** The HTTP client that the SDK is given; who answers is exchanged for each call. */
    static final class Http implements SdkHttpClient {
        private Answers answers;

        void answerWith(Answers next) {
            answers = next;
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    return answers.next();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
