package io.gradwatch.standalone.chaos;

import static io.gradwatch.patience.testing.Patience.PATIENCE;

import io.gradwatch.service.DiskRoom;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A disk of its own under a folder, where this user may mount one; another program fills it. */
final class SmallDisk implements AutoCloseable {

    private final Path folder;
    private final boolean mounted;

    /** Mounts it. */
    SmallDisk(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.mounted = run("mount", "-t", "tmpfs", "-o", "size=1500m,mode=0700", "tmpfs", folder.toString());
    }

    /** True where it could be mounted. */
    boolean mounted() {
        return mounted;
    }

    /** Leaves less than the monitor needs to write. */
    void fill() throws IOException {
        long left = DiskRoom.of(folder).stopBytes() / 2;
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (DiskRoom.of(folder).usableBytes() > left + block.length) {
                out.write(block);
            }
        }
    }

    /** Makes room again. */
    void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (mounted) {
            run("umount", "-l", folder.toString());
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command)).start();
            return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
