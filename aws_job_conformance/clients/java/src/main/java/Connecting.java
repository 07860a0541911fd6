import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** A call over loopback: of an operation with the SDK's retries, or of its own waiter. */
final class Connecting {
    /** What the SDK says of a waiter that gave up: it has one class for all its ends. */
    private static final String GAVE_UP = "exceeded";
    private static final Duration TIME = Duration.ofHours(1);

    /** The clients of waiters; a call with retries has one of its own, as its quota remembers. */
    private final Map<String, SdkClient> opened = new HashMap<>();

    Map<String, Object> answer(String operation, Map<String, JsonNode> request) throws Services.Unsupported {
        JsonNode waiter = request.get("waiter");
        boolean sleeps = request.get("sleeps").asBoolean();
        String[] named = operation.split(":");
        SdkClient client;
        if (waiter.isNull()) {
            client = open(named[0], request, sleeps);
        } else {
            String key = named[0] + " " + request.get("url").asString();
            if (!opened.containsKey(key)) {
                opened.values().forEach(SdkClient::close);
                opened.clear();
                opened.put(key, open(named[0], request, sleeps));
            }
            client = opened.get(key);
        }
        try {
            Object input = input(Services.method(client, named[1]).getParameterTypes()[0], request.get("input").asObject());
            if (waiter.isNull()) {
                Services.method(client, named[1]).invoke(client, input);
            } else {
                waited(client, waiter.asString(), input, Integer.parseInt(request.get("polls").asNumber()));
            }
            return Map.of("ended", "success");
        } catch (InvocationTargetException wrapped) {
            return ended(wrapped.getCause(), !waiter.isNull());
        } catch (ReflectiveOperationException error) {
            throw new Services.Unsupported(operation + " cannot be called: " + error);
        } finally {
            if (waiter.isNull()) client.close();
        }
    }

    private static SdkClient open(String service, Map<String, JsonNode> request, boolean sleeps)
            throws Services.Unsupported {
        return Services.connecting(service, URI.create(request.get("url").asString()), sleeps);
    }

    private static Map<String, Object> ended(Throwable error, boolean isWaiter) {
        String message = String.valueOf(error.getMessage());
        String name = error.getClass().getSimpleName();
        if (error instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            String code = service.awsErrorDetails().errorCode();
            if (code != null && !code.isEmpty()) name = code;
        }
        boolean gaveUp = isWaiter && message.contains(GAVE_UP);
        return Map.of("ended", gaveUp ? "timeout" : "failure", "error", name, "message", message);
    }

    private static void waited(SdkClient client, String name, Object input, int polls)
            throws ReflectiveOperationException, Services.Unsupported {
        Object waiter;
        try {
            Method make = client.getClass().getMethod("waiter");
            make.setAccessible(true);
            waiter = make.invoke(client);
        } catch (NoSuchMethodException error) {
            throw new Services.Unsupported("the client has no waiters");
        }
        var options = WaiterOverrideConfiguration.builder().maxAttempts(polls).waitTimeout(TIME)
            .backoffStrategyV2(BackoffStrategy.retryImmediately()).build();
        for (Method method : waiter.getClass().getMethods()) {
            Class<?>[] takes = method.getParameterTypes();
            boolean isIt = method.getName().equalsIgnoreCase("waitUntil" + name) && takes.length == 2
                && takes[0].isInstance(input) && takes[1] == WaiterOverrideConfiguration.class;
            if (!isIt) continue;
            method.setAccessible(true);
            method.invoke(waiter, input, options);
            return;
        }
        throw new Services.Unsupported(name + " is no waiter of this version");
    }

    /** Return a request of texts and lists of texts. */
    private static Object input(Class<?> type, Map<String, JsonNode> given) throws ReflectiveOperationException {
        Object builder = type.getMethod("builder").invoke(null);
        for (SdkField<?> field : ((SdkPojo) builder).sdkFields()) {
            for (var member : given.entrySet()) {
                if (!field.memberName().equalsIgnoreCase(member.getKey())) continue;
                JsonNode value = member.getValue();
                field.set(builder, value.isString() ? value.asString() : texts(value));
            }
        }
        Method build = type.getMethod("builder").getReturnType().getMethod("build");
        build.setAccessible(true);
        return build.invoke(builder);
    }

    private static List<String> texts(JsonNode value) {
        return value.asArray().stream().map(JsonNode::asString).toList();
    }
}
