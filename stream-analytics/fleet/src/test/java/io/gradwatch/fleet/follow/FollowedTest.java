package io.gradwatch.fleet.follow;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowedTest {

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final AbstractAppender appender = new AbstractAppender("followed", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
            logged.add(event.getMessage().getFormattedMessage());
        }
    };

    @BeforeEach
    void readLog() {
        Configurator.setLevel(Followed.class, Level.INFO);
        appender.start();
        ((Logger) LogManager.getLogger(Followed.class)).addAppender(appender);
    }

    @AfterEach
    void leaveLog() {
        ((Logger) LogManager.getLogger(Followed.class)).removeAppender(appender);
        Configurator.setLevel(Followed.class, Level.ERROR);
    }

    @Test
    void sourceThatFailsWithAnError_isToldOf_andReadAgain() {
        AtomicInteger polls = new AtomicInteger();
        Source<String> source = source(
                () -> {
                    if (polls.incrementAndGet() == 1) {
                        throw new StackOverflowError();
                    }
                    return Optional.of("things");
                },
                Optional::empty);
        try (Followed<String> followed = new Followed<>("things", source, "")) {
            followed.start();
            await().atMost(PATIENCE)
                    .until(() -> followed.check().orElse("").contains(StackOverflowError.class.getName()));
            await().atMost(PATIENCE).until(() -> followed.check().isEmpty());
            assertThat(followed.current().values()).isEqualTo("things");
        }
    }

    @Test
    void trouble_isWarnedOfOnce_andItsEndIsTold() {
        AtomicInteger turns = new AtomicInteger();
        Source<String> source = source(
                () -> turns.get() < 3 ? Optional.empty() : Optional.of("things"),
                () -> turns.incrementAndGet() < 3 ? Optional.of("Kafka has no topic things") : Optional.empty());
        try (Followed<String> followed = new Followed<>("things", source, "")) {
            followed.start();
            await().atMost(PATIENCE).until(() -> turns.get() > 5);
        }
        assertThat(logged)
                .containsExactly(
                        "The things cannot be read and are tried again: Kafka has no topic things",
                        "The things are read again");
    }

    private static Source<String> source(Supplier<Optional<String>> poll, Supplier<Optional<String>> trouble) {
        return new Source<>() {
            @Override
            public Optional<String> poll(Duration patience) {
                return poll.get();
            }

            @Override
            public Optional<String> trouble() {
                return trouble.get();
            }

            @Override
            public void close() {}
        };
    }
}
