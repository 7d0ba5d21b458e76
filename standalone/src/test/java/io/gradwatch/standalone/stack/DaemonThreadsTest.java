package io.gradwatch.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {

    @Test
    void threads_haveNumberedNamesAndLetTheProcessEnd() {
        ThreadFactory threads = DaemonThreads.named("gradwatch-start");

        assertThat(List.of(threads.newThread(() -> {}), threads.newThread(() -> {})))
                .allMatch(Thread::isDaemon)
                .extracting(Thread::getName)
                .containsExactly("gradwatch-start-1", "gradwatch-start-2");
    }
}
