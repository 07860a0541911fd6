import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.traits.RequiredTrait;
import software.amazon.awssdk.regions.Region;

/** The clients of services that are on the classpath, found and called by reflection. */
final class Services {
    /** botocore's names of services that the SDK calls otherwise; the rest differ by hyphens. */
    private static final Map<String, String> NAMES = Map.of("dms", "databasemigration", "logs", "cloudwatchlogs",
        "stepfunctions", "sfn");
    private static final Pattern CLIENT =
        Pattern.compile("software/amazon/awssdk/services/\\w+/Default(\\w+)(?<!Async)Client[.]class");
    private static final String CBOR = "SmithyRpcV2CborProtocolFactory";
    /** What a text is that an operation needs: it has to be an account as well. */
    private static final String ANY = "000000000000";

    /** Where a request says whom it is for: an account that is a header is part of the host as well. */
    private static final Set<MarshallLocation> ADDRESSED_BY = Set.of(MarshallLocation.PATH, MarshallLocation.HEADER);

    private final Delays delays;
    private final Answers.Http http = new Answers.Http();
    private final Map<String, SdkClient> opened = new HashMap<>();

    /** No such client, operation or protocol; the message says which. */
    static final class Unsupported extends Exception {
        Unsupported(String why) {
            super(why);
        }
    }

    /** Clients that send once. */
    Services() {
        this(null);
    }

    /** Clients that retry in the standard mode, without sleeping. */
    Services(Delays delays) {
        this.delays = delays;
    }

    /** Return the response to an operation; what it raised is the cause of what this throws. */
    SdkPojo call(String operation, Answers answers) throws Unsupported, InvocationTargetException {
        String[] named = operation.split(":");
        String service = named(named[0]);
        if (!opened.containsKey(service)) opened.put(service, open(service));
        SdkClient client = opened.get(service);
        if (!answers.areOnlyResets()) mustSpeak(client, answers.areCbor());
        http.answerWith(answers);
        try {
            Method method = method(client, named[1]);
            Object request = request(method.getParameterTypes()[0]);
            return (SdkPojo) method.invoke(client, request);
        } catch (InvocationTargetException error) {
            throw error;
        } catch (ReflectiveOperationException error) {
            throw new Unsupported(operation + " cannot be called: " + error);
        }
    }

    private static String named(String service) {
        return NAMES.getOrDefault(service, service.replace("-", ""));
    }

    /** Return a client that asks a server with the SDK's own HTTP client, and retries. */
    static SdkClient connecting(String service, URI endpoint, boolean sleeps) throws Unsupported {
        try {
            var builder = builder(named(service), endpoint);
            if (!sleeps) return new Delays().watching(builder);
            builder.overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD));
            return (SdkClient) builder.build();
        } catch (ReflectiveOperationException error) {
            throw new Unsupported("no client of " + service + " can be opened: " + error);
        }
    }

    static Method method(SdkClient client, String operation) throws Unsupported {
        for (Method method : client.getClass().getMethods()) {
            Class<?>[] takes = method.getParameterTypes();
            boolean isIt = method.getName().equalsIgnoreCase(operation) && takes.length == 1
                && SdkPojo.class.isAssignableFrom(takes[0]) && !method.isBridge();
            if (!isIt) continue;
            method.setAccessible(true); // the class is not public, its interface is
            return method;
        }
        throw new Unsupported(operation + " is not in this version");
    }

    /** Return a request with what the SDK itself asks for before it sends anything. */
    private static Object request(Class<?> type) throws ReflectiveOperationException {
        Object builder = type.getMethod("builder").invoke(null);
        for (SdkField<?> field : ((SdkPojo) builder).sdkFields()) {
            boolean isNeeded = field.containsTrait(RequiredTrait.class) || ADDRESSED_BY.contains(field.location());
            if (isNeeded && field.marshallingType() == MarshallingType.STRING) field.set(builder, ANY);
        }
        Method build = type.getMethod("builder").getReturnType().getMethod("build");
        build.setAccessible(true);
        return build.invoke(builder);
    }

    private SdkClient open(String service) throws Unsupported {
        try {
            var builder = builder(service, URI.create("https://nobody.invalid"));
            ((SdkSyncClientBuilder<?, ?>) builder).httpClient(http);
            if (delays == null) {
                builder.overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
                return (SdkClient) builder.build();
            }
            return delays.watching(builder);
        } catch (ReflectiveOperationException error) {
            throw new Unsupported("no client of " + service + " can be opened: " + error);
        }
    }

    private static AwsClientBuilder<?, ?> builder(String service, URI endpoint)
            throws ReflectiveOperationException, Unsupported {
        String type = "software.amazon.awssdk.services." + service + "." + prefix(service) + "Client";
        var builder = (AwsClientBuilder<?, ?>) Class.forName(type).getMethod("builder").invoke(null);
        var keys = AwsBasicCredentials.create("nobody", "nobody");
        builder.region(Region.US_EAST_1).endpointOverride(endpoint)
            .credentialsProvider(StaticCredentialsProvider.create(keys));
        return builder;
    }

    /** Return how the SDK writes a service's name in its classes. */
    private static String prefix(String service) throws Unsupported {
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            if (!Path.of(entry).getFileName().toString().matches(service + "-[0-9].*[.]jar")) continue;
            try (var jar = new JarFile(entry)) {
                return jar.stream().map(each -> CLIENT.matcher(each.getName())).filter(Matcher::matches)
                    .map(found -> found.group(1)).findFirst()
                    .orElseThrow(() -> new Unsupported("no client is in " + entry));
            } catch (IOException error) {
                throw new Unsupported(entry + " cannot be read: " + error);
            }
        }
        throw new Unsupported("no client of " + service + " is on the classpath: pom.xml does not name it");
    }

    /** The SDK of each service speaks one protocol, which its code says and its settings do not. */
    private static void mustSpeak(SdkClient client, boolean cbor) throws Unsupported {
        boolean speaks = false;
        for (var field : client.getClass().getDeclaredFields()) {
            speaks |= field.getType().getSimpleName().equals(CBOR);
        }
        if (speaks == cbor) return;
        String name = client.serviceName();
        throw new Unsupported(speaks ? name + " speaks only CBOR in this SDK" : name + " speaks no CBOR in this SDK");
    }
}
