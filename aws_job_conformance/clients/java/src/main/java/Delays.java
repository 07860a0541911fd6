import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;
import software.amazon.awssdk.core.client.config.SdkClientOption;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;

/** The seconds an SDK's own retries would have slept, with its jitter at the most. */
final class Delays {
    private static final String JITTER = "ExponentialDelayWithJitter";
    private final List<Double> slept = new ArrayList<>();

    List<Double> seconds() {
        return slept;
    }

    /** Return the client that a builder makes, whose retries are its own but for the sleep. */
    SdkClient watching(AwsClientBuilder<?, ?> builder) throws ReflectiveOperationException {
        builder.overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD));
        // What the mode comes to differs by service, and is known only to a client that is built.
        var first = (SdkClient) builder.build();
        var built = (SdkClientConfiguration) get(first, "clientConfiguration");
        RetryStrategy own = built.option(SdkClientOption.RETRY_STRATEGY);
        withoutJitter(own, "backoffStrategy");
        withoutJitter(own, "throttlingBackoffStrategy");
        builder.overrideConfiguration(o -> o.retryStrategy(new Watched(own)));
        return (SdkClient) builder.build();
    }

    /** The SDK lets nobody choose its dice. */
    private static void withoutJitter(RetryStrategy strategy, String name) throws ReflectiveOperationException {
        Object backoff = get(strategy, name);
        if (!backoff.getClass().getSimpleName().equals(JITTER)) return;
        Supplier<Random> highest = Highest::new;
        field(backoff, "randomSupplier").set(backoff, highest);
    }

    private static Object get(Object of, String name) throws ReflectiveOperationException {
        return field(of, name).get(of);
    }

    private static Field field(Object of, String name) throws NoSuchFieldException {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!field.getName().equals(name)) continue;
                field.setAccessible(true);
                return field;
            }
        }
        throw new NoSuchFieldException(of.getClass() + " has no " + name);
    }

    private static final class Highest extends Random {
        @Override
        public int nextInt(int bound) {
            return bound; // no draw is as high: the delays are upper bounds
        }

        @Override
        public double nextDouble() {
            return 1.0;
        }
    }

    private final class Watched implements RetryStrategy {
        private final RetryStrategy own;

        Watched(RetryStrategy own) {
            this.own = own;
        }

        @Override
        public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
            return own.acquireInitialToken(request);
        }

        @Override
        public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
            RefreshRetryTokenResponse answer = own.refreshRetryToken(request);
            slept.add(answer.delay().toNanos() / 1e9);
            return RefreshRetryTokenResponse.create(answer.token(), Duration.ZERO);
        }

        @Override
        public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
            return own.recordSuccess(request);
        }

        @Override
        public int maxAttempts() {
            return own.maxAttempts();
        }

        @Override
        public Builder<?, ?> toBuilder() {
            return own.toBuilder();
        }
    }
}
