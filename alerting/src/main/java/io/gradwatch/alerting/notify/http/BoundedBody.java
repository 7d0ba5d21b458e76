package io.gradwatch.alerting.notify.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Supplier;

/**
 * A body of which no more than a bound is kept: one that is longer fails, or is cut.
 *
 * @param <T> what the body is read as
 */
public final class BoundedBody<T> implements BodySubscriber<T> {

    private final BodySubscriber<T> whole;
    private final int most;
    private final boolean cut;
    private long bytes;
    private Subscription subscription;

    private BoundedBody(BodySubscriber<T> whole, int most, boolean cut) {
        this.whole = whole;
        this.most = most;
        this.cut = cut;
    }

    /**
     * Reads a body as another subscriber does; one that is longer than the bound fails.
     *
     * @param mostBytes of the body
     */
    public static <T> BodyHandler<T> of(Supplier<BodySubscriber<T>> whole, int mostBytes) {
        return head -> new BoundedBody<>(whole.get(), mostBytes, false);
    }

    /**
     * Reads a body as another subscriber does, and drops what comes after the bound.
     *
     * @param mostBytes that are kept, at most
     */
    public static <T> BodyHandler<T> beginning(Supplier<BodySubscriber<T>> whole, int mostBytes) {
        return head -> new BoundedBody<>(whole.get(), mostBytes, true);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        whole.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        bytes += parts.stream().mapToLong(ByteBuffer::remaining).sum();
        if (bytes > most && cut) {
            subscription.request(1);
        } else if (bytes > most) {
            subscription.cancel();
            whole.onError(new IOException("the answer is longer than " + most + " bytes"));
        } else {
            whole.onNext(parts);
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.onError(failure);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }

    @Override
    public CompletionStage<T> getBody() {
        return whole.getBody();
    }
}
