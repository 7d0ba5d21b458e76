package io.gradwatch.alerting.health;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {

    private static final Clock CLOCK = Clock.systemUTC();

    @Test
    void taskRuns_whenDueAndWhenWoken() {
        AtomicInteger runs = new AtomicInteger();
        Loop loop = new Loop(
                "test-loop",
                () -> runs.incrementAndGet() < 3 ? Optional.of(CLOCK.instant().plusMillis(5)) : Optional.empty(),
                CLOCK);
        loop.start();
        await().atMost(PATIENCE).until(() -> runs.get() == 3);
        loop.wake();
        await().atMost(PATIENCE).until(() -> runs.get() == 4);
        loop.close(PATIENCE);
        assertThat(runs).hasValue(4);
    }

    @Test
    void taskThatThrows_isTroubleUntilItSucceeds() {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch seen = new CountDownLatch(1);
        Loop loop = new Loop(
                "test-loop",
                () -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new IllegalStateException("disk full");
                    }
                    seen.await();
                    return Optional.empty();
                },
                CLOCK);
        loop.start();
        await().atMost(PATIENCE).until(() -> loop.trouble().isPresent());
        assertThat(loop.trouble()).contains("test-loop failed: disk full");
        seen.countDown();
        await().atMost(PATIENCE).until(() -> loop.trouble().isEmpty());
        loop.close(PATIENCE);
    }

    @Test
    void taskThatEndsWithAnError_orAnInterruption_isTroubleAndRunsAgain() {
        Queue<Throwable> failures =
                new ConcurrentLinkedQueue<>(List.of(new StackOverflowError(), new InterruptedException()));
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch seen = new CountDownLatch(1);
        Loop loop = new Loop(
                "test-loop",
                () -> {
                    if (runs.incrementAndGet() > 1) {
                        seen.await();
                    }
                    Throwable failure = failures.poll();
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    if (failure instanceof InterruptedException interruption) {
                        throw interruption;
                    }
                    return Optional.empty();
                },
                CLOCK);
        loop.start();
        await().atMost(PATIENCE).until(() -> loop.trouble().isPresent());
        assertThat(loop.trouble()).contains("test-loop failed: java.lang.StackOverflowError");
        seen.countDown();
        await().atMost(PATIENCE).until(() -> runs.get() == 3 && loop.trouble().isEmpty());
        loop.close(PATIENCE);
    }

    @Test
    void taskThatDoesNotReturn_isInterruptedAtClose() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Loop loop = new Loop(
                "test-loop",
                () -> {
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                    return Optional.empty();
                },
                CLOCK);
        loop.start();
        started.await();
        loop.close(Duration.ofMillis(50));
        assertThat(interrupted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
