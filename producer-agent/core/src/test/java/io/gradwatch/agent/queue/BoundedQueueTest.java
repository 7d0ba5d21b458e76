package io.gradwatch.agent.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedQueueTest {

    @Test
    void elements_comeOutInTheirOrderOverManyRounds() {
        BoundedQueue<Integer> queue = new BoundedQueue<>(4);
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 3; i++) {
                assertThat(queue.offer(3 * round + i)).isTrue();
            }
            for (int i = 0; i < 3; i++) {
                assertThat(queue.poll()).isEqualTo(3 * round + i);
            }
            assertThat(queue.poll()).isNull();
        }
    }

    @Test
    void peek_showsTheOldestAndLeavesIt() {
        BoundedQueue<Integer> queue = new BoundedQueue<>(2);
        assertThat(queue.peek()).isNull();
        queue.offer(1);
        queue.offer(2);
        assertThat(queue.peek()).isEqualTo(1);
        assertThat(queue.poll()).isEqualTo(1);
        assertThat(queue.peek()).isEqualTo(2);
    }

    @Test
    void fullQueue_refusesUntilOneIsTaken() {
        BoundedQueue<Integer> queue = new BoundedQueue<>(2);
        assertThat(queue.offer(1)).isTrue();
        assertThat(queue.offer(2)).isTrue();
        assertThat(queue.offer(3)).isFalse();
        assertThat(queue.poll()).isEqualTo(1);
        assertThat(queue.offer(3)).isTrue();
        assertThat(queue.offer(4)).isFalse();
    }

    @Test
    void capacity_isRoundedUpToAPowerOfTwo() {
        assertThat(IntStream.of(1, 2, 3, 4, 5, 4096).map(size -> new BoundedQueue<>(size).capacity()))
                .containsExactly(2, 2, 4, 4, 8, 4096);
    }

    @Test
    void severalProducers_loseNothingAndKeepEachItsOrder() {
        int producers = 3;
        int each = 20_000;
        BoundedQueue<long[]> queue = new BoundedQueue<>(64);
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int producer = 0; producer < producers; producer++) {
            int number = producer;
            running.add(CompletableFuture.runAsync(
                    () -> {
                        for (long i = 0; i < each; i++) {
                            long[] element = {number, i};
                            while (!queue.offer(element)) {
                                Thread.yield();
                            }
                        }
                    },
                    command -> new Thread(command).start()));
        }
        long[] next = new long[producers];
        for (int taken = 0; taken < producers * each; ) {
            long[] element = queue.poll();
            if (element == null) {
                Thread.yield();
                continue;
            }
            assertThat(element[1]).isEqualTo(next[(int) element[0]]++);
            taken++;
        }
        running.forEach(CompletableFuture::join);
        assertThat(queue.poll()).isNull();
    }
}
