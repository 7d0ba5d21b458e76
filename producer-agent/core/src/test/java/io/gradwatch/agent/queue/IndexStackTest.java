package io.gradwatch.agent.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class IndexStackTest {

    @Test
    void lastReturned_isFirstTaken() {
        IndexStack stack = new IndexStack(3);
        assertThat(stack.take()).isEqualTo(0);
        assertThat(stack.take()).isEqualTo(1);
        stack.giveBack(0);
        assertThat(stack.take()).isEqualTo(0);
        assertThat(stack.take()).isEqualTo(2);
        assertThat(stack.take()).isEqualTo(IndexStack.NONE);
    }

    @Test
    void severalThreads_neverHoldTheSameIndex() {
        IndexStack stack = new IndexStack(4);
        AtomicIntegerArray holders = new AtomicIntegerArray(4);
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            running.add(CompletableFuture.runAsync(
                    () -> {
                        for (int round = 0; round < 50_000; round++) {
                            int index = stack.take();
                            if (index != IndexStack.NONE) {
                                assertThat(holders.incrementAndGet(index)).isEqualTo(1);
                                holders.decrementAndGet(index);
                                stack.giveBack(index);
                            }
                        }
                    },
                    command -> new Thread(command).start()));
        }
        running.forEach(CompletableFuture::join);
        List<Integer> left = new ArrayList<>();
        for (int index = stack.take(); index != IndexStack.NONE; index = stack.take()) {
            left.add(index);
        }
        assertThat(left).containsExactlyInAnyOrder(0, 1, 2, 3);
    }
}
