package io.gradwatch.fleet.sql.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * The process that answers queries, one after the other. Bounds and tasks come on standard input, replies go to
 * standard output, and answers into files. It ends when its input does, even in the middle of a query, so that it never
 * outlives the parent process.
 */
public final class SqlMain {

    private static final int END = 0;

    private SqlMain() {}

    /** Answers until the input ends. */
    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        OutputStream replies = new FileOutputStream(FileDescriptor.out);
        // Libraries that print must not write between the replies.
        System.setOut(System.err);
        sacrifice();
        SqlBounds bounds = Frames.read(System.in, SqlBounds.class, Frames.MOST_BYTES_OF_TASK);
        LinkedBlockingQueue<SqlTask> tasks = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(System.in, tasks), "sql-tasks");
        reader.setDaemon(true);
        reader.start();
        try (SqlDatabase database = new SqlDatabase(bounds)) {
            forgetLibraries();
            Frames.write(replies, new SqlReply(SqlReply.Outcome.READY, null));
            while (!Thread.currentThread().isInterrupted()) {
                Frames.write(replies, database.answer(tasks.take()));
            }
        }
    }

    private static void read(InputStream pipe, LinkedBlockingQueue<SqlTask> tasks) {
        try {
            while (true) {
                tasks.add(Frames.read(pipe, SqlTask.class, Frames.MOST_BYTES_OF_TASK));
            }
        } catch (IOException e) {
            forgetLibraries();
            forgetFolder();
            Runtime.getRuntime().halt(END);
        }
    }

    private static void forgetFolder() {
        try {
            Files.deleteIfExists(Path.of(System.getProperty("java.io.tmpdir")));
        } catch (IOException e) {
            // It still has a library in use.
            return;
        }
    }

    /** Lets Linux end this process, and not the monitor, when the whole machine runs out of memory. */
    private static void sacrifice() {
        try {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
        } catch (IOException e) {
            // Another system, or one that does not allow it.
            return;
        }
    }

    /** Removes the files of native libraries that are loaded: nobody could do it where this process is killed. */
    private static void forgetLibraries() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A system that keeps files which are in use; the parent process removes them.
            return;
        }
    }
}
