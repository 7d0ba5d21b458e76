package io.gradwatch.standalone.e2e;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradwatch.service.DiskRoom;
import io.gradwatch.standalone.settings.Settings;
import io.gradwatch.standalone.stack.DataFolder;
import io.gradwatch.standalone.stack.MonitorStack;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole monitor on a small disk that another program fills; only where a disk can be mounted. */
class FullDiskIT {

    @TempDir
    private Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectories(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", disk.toString());
        assumeTrue(mounted, "only root may mount a disk");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", "-l", disk.toString());
        }
    }

    @Test
    void fullDiskAtTheStart_isSaidInPlainWords() throws IOException {
        fill(0);

        assertThatThrownBy(() -> DataFolder.open(disk.resolve("data")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the disk of the data folder " + disk.resolve("data") + " is full")
                .hasMessageContaining("Make room");
    }

    @Test
    void diskThatFills_isWarnedOf_stopsNothingForGood_andIsWrittenAgainWhenThereIsRoom() throws Exception {
        Path config = folder.resolve("gradwatch.yaml");
        Files.writeString(config, """
                kafka: {port: 0}
                agent: {socket: %s, home-records: false}
                fleet: {port: 0}
                """.formatted(folder.resolve("agent.sock")));
        Settings settings = Settings.load(config);
        try (DataFolder data = DataFolder.open(disk.resolve("data"));
                MonitorStack stack = new MonitorStack(settings, data, line -> {})) {
            stack.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(stack.check()).isEmpty());

            fill(DiskRoom.of(disk).totalBytes() * 8 / 100);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(stack.check())
                            .get()
                            .asString()
                            .contains("% full")
                            .contains("make room"));
            await().atMost(PATIENCE).until(() -> page(stack, "alerts").contains("% full"));

            fill(DiskRoom.of(disk).stopBytes() / 2);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(stack.check()).get().asString().contains("nothing is written any more"));

            Files.delete(disk.resolve("filler"));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(stack.check()).isEmpty());
            try (FailingRuns failing = new FailingRuns(stack.bootstrapServers())) {
                failing.train(List.of("after"));
            }
            await().atMost(PATIENCE).until(() -> page(stack, "alerts").contains("after"));
        }
    }

    private static String page(MonitorStack stack, String what) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(stack.page().orElseThrow().resolve("api/v1/" + what))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Writes until so many bytes are left. */
    private void fill(long left) throws IOException {
        byte[] block = new byte[256 << 10];
        try (OutputStream out =
                Files.newOutputStream(disk.resolve("filler"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (DiskRoom.of(disk).usableBytes() > left + block.length) {
                out.write(block);
            }
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(List.of(command)).start();
            return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
