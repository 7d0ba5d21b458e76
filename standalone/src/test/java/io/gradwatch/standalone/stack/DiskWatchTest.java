package io.gradwatch.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.service.DiskRoom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskWatchTest {

    private static final long TOTAL = 100L << 30;

    private final List<String> done = new ArrayList<>();
    private long usable = TOTAL / 2;
    private boolean lost;
    private boolean taken;

    private final DiskWatch watch = new DiskWatch(this::look, () -> done.add("stop"), this::start);

    private void start() {
        if (taken) {
            throw new IllegalStateException("the port is taken");
        }
        done.add("start");
    }

    private DiskRoom look() throws IOException {
        if (lost) {
            throw new IOException("no such disk");
        }
        return new DiskRoom(Path.of("/data"), TOTAL, usable);
    }

    @Test
    void diskWithRoom_isNoProblem() {
        usable = TOTAL / 10 + 1;
        watch.look();

        assertThat(watch.check()).isEmpty();
        assertThat(done).isEmpty();
    }

    @Test
    void diskThatIs90PercentFull_isWarnedOf_andKafkaGoesOn() {
        usable = TOTAL / 10;
        watch.look();

        assertThat(watch.check()).contains("the disk of /data is 90 % full, 10240 MiB are left: make room");
        assertThat(done).isEmpty();
    }

    @Test
    void diskThatWasWarnedOf_isNoProblemBelow88Percent() {
        usable = TOTAL * 10 / 100;
        watch.look();
        usable = TOTAL * 11 / 100;
        watch.look();
        assertThat(watch.check()).get().asString().contains("89 % full");

        usable = TOTAL * 12 / 100 + (1 << 20);
        watch.look();
        assertThat(watch.check()).isEmpty();
    }

    @Test
    void historyWaits_beforeKafkaStops_andKafkaStartsWhenThereIsRoomAgain() {
        usable = 1000L << 20;
        watch.look();
        assertThat(watch.check()).get().asString().contains("the history is not written until there is room");
        assertThat(done).isEmpty();

        usable = 255L << 20;
        watch.look();
        watch.look();
        assertThat(watch.check()).get().asString().contains("nothing is written any more");
        assertThat(done).containsExactly("stop");

        usable = 300L << 20;
        watch.look();
        assertThat(done).as("it does not flutter").containsExactly("stop");

        usable = TOTAL / 2;
        watch.look();
        assertThat(watch.check()).isEmpty();
        assertThat(done).containsExactly("stop", "start");
    }

    @Test
    void kafkaThatCannotBeStartedAgain_isSaid_andTriedAgain() {
        usable = 100L << 20;
        watch.look();
        usable = TOTAL / 2;
        taken = true;
        watch.look();
        assertThat(watch.check()).get().asString().endsWith("cannot be started yet: the port is taken");

        taken = false;
        watch.look();
        assertThat(watch.check()).isEmpty();
        assertThat(done).containsExactly("stop", "start");
    }

    @Test
    void diskThatCannotBeAsked_isSaid_andAskedAgain() {
        lost = true;
        watch.look();
        assertThat(watch.check()).contains("the disk of the data folder cannot be watched: no such disk");

        lost = false;
        watch.look();
        assertThat(watch.check()).isEmpty();
    }
}
